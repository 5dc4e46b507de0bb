import { Console } from 'node:console';
import type { Connection, MessageStrategy } from 'vscode-languageserver/node';
import {
  createConnection,
  ErrorCodes,
  Message,
  ProposedFeatures,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { detailsOf } from './error-details.ts';

/**
 * The connection that the arguments ask for. `process.exitCode` is 1 until the client asks for the end: what ends with the
 * client, without being asked, has failed.
 */
export function connect(): Connection {
  process.exitCode = 1;
  const connection = process.argv.includes('--stdio') ? overStandardStreams() : createConnection(ProposedFeatures.all);
  // Something is wrong in this program then, and whoever looks for it needs to know; what the client asks next is answered.
  process.on('unhandledRejection', (error) => connection.console.error(detailsOf(error)));
  return connection;
}

/** Says why a request has no answer: it comes before `initialize` or after `shutdown`, or nobody knows it. */
export function refuseUnknownRequests(connection: Connection, isInitialized: () => boolean): void {
  connection.onRequest((method) => {
    if (method === tooLate) throw new ResponseError(ErrorCodes.InvalidRequest, 'The server has been shut down.');
    if (isInitialized()) throw new ResponseError(ErrorCodes.MethodNotFound, `There is no request ${method}.`);
    throw new ResponseError(ErrorCodes.ServerNotInitialized, `${method} was asked before initialize.`);
  });
}

function overStandardStreams(): Connection {
  const reader = new StreamMessageReader(process.stdin);
  const connection = createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(process.stdout), {
    messageStrategy: untilShutdown(),
  });
  // What a package writes there would end up between the messages.
  globalThis.console = new Console(process.stderr);
  reader.onError((error) => {
    // It was read to its end all the same, but is no JSON, or not what its method takes: the next one is none the worse for it.
    if (error instanceof SyntaxError || error instanceof TypeError)
      connection.console.error(`A message that cannot be understood was left out: ${error.message}`);
    else end(`What comes over standard input is not the language server protocol: ${error.message}`);
  });
  process.stdin.once('end', () => process.exit()).once('close', () => process.exit());
  process.stdout.once('error', () => process.exit()).once('close', () => process.exit());
  return connection;
}

/** What requests are called that come after `shutdown`: a name that nothing answers to. */
const tooLate = '$/tooLate';

function untilShutdown(): MessageStrategy {
  let isOver = false;
  return {
    handleMessage(message, next) {
      const isRequest = Message.isRequest(message);
      if (isRequest && isOver) message.method = tooLate;
      isOver ||= isRequest && message.method === 'shutdown';
      return next(message);
    },
  };
}

/** Where one message ends and the next begins is not known any more: an editor starts another server. */
function end(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
