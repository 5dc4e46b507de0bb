import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { Delivery } from './automations/triggered.ts';
import type { JobResult } from './batch.ts';
import { waitingDeliveries } from './automations/deliveries.ts';
import type { Kept } from './automations/deliveries.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { SentEvent } from '../core/ports.ts';
import type { Tx } from './store/database.ts';
import type { WireEvent } from './store/events.ts';

/** Sends what automations want to be sent, one after another, and says what has come of it. */
export interface Outgoing {
  /** Looks whether something is to be sent. */
  notice(events: readonly WireEvent[]): void;
  close(): void;
}

/** `tell` stores the event that says what has come of an action; `report` is told what goes wrong inside. */
export function createOutgoing(reader: Tx, tell: (event: SentEvent) => Promise<JobResult>, report: (fault: string) => void): Outgoing {
  const stopped = new AbortController();
  let sending = false;
  const sendAll = async (): Promise<void> => {
    for (let waiting = waitingDeliveries(reader); waiting.length > 0 && !stopped.signal.aborted; waiting = waitingDeliveries(reader)) {
      for (const [, kept] of waiting) {
        const { status, text, fault } = await tell(await outcomeOf(kept, stopped.signal));
        // What is not known to be sent would be sent again, and again.
        if (status >= 300) throw new MillraceError('invalid', `what came of an action cannot be stored: ${fault ?? text}`);
      }
    }
  };
  const begin = (): void => {
    if (sending || stopped.signal.aborted) return;
    sending = true;
    sendAll()
      .catch((error: unknown) => (stopped.signal.aborted ? undefined : report(`automations: ${messageOf(error)}`)))
      .finally(() => (sending = false));
  };
  // What a server that was killed has left behind.
  const first = setImmediate(begin);
  return {
    notice(events) {
      if (events.some(({ event, payload }) => event === 'prefect.automation.action.triggered' && senders.has(payload['action_type'])))
        begin();
    },
    close() {
      clearImmediate(first);
      stopped.abort();
    },
  };
}

const senders: ReadonlySet<unknown> = new Set(['call-webhook', 'send-notification']);

async function outcomeOf({ delivery, outcome }: Kept, signal: AbortSignal): Promise<SentEvent> {
  const said = (): Omit<SentEvent, 'event'> => ({ ...outcome, id: newId(), occurred: new Date().toISOString() });
  try {
    const details = await send(delivery, signal);
    return { ...said(), event: 'prefect.automation.action.executed', payload: { ...outcome.payload, ...details } };
  } catch (error) {
    // The address is a secret, as in Slack's webhooks: it is in no reason.
    const reason = `Webhook call failed: ${messageOf(error).replaceAll(delivery.url, '(the address)')}`;
    return { ...said(), event: 'prefect.automation.action.failed', payload: { ...outcome.payload, reason } };
  }
}

/** An answer longer than this is not read to its end. */
const longestAnswer = 1000;

async function send(
  { url, method, headers, body, timeout, allowsPrivate, verifies }: Delivery,
  signal: AbortSignal,
): Promise<Record<string, string | number>> {
  const target = new URL(url);
  if (!/^https?:$/.test(target.protocol)) throw new MillraceError('invalid', 'only addresses of http and https are called');
  const { request } = target.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const net = allowsPrivate ? {} : await publicOnly(target.hostname);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout * 1000)]);
  return new Promise((resolve, reject) => {
    const asked = request(target, { method, headers, signal: limit, rejectUnauthorized: verifies, ...net }, (answer) => {
      textOf(answer).then((text) => resolve({ status_code: answer.statusCode ?? 0, response_body: text }), reject);
    });
    asked.on('error', reject);
    asked.end(method === 'GET' ? undefined : body);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length >= longestAnswer) break;
  }
  return text.slice(0, longestAnswer);
}

/** Refuses addresses of this machine and its network, where the connection is made: a name may mean something else by then. */
async function publicOnly(host: string): Promise<{ lookup: LookupFunction }> {
  const { BlockList, isIP } = await import('node:net');
  const { lookup } = await import('node:dns');
  const own = new BlockList();
  for (const [net, prefix] of privateNets) own.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4');
  const isOwn = (address: string): boolean => own.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
  const refused = new MillraceError('invalid', 'the address is within a private network, which the block does not allow');
  const literal = host.replaceAll(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && isOwn(literal)) throw refused;
  return {
    lookup: (name, options, done) =>
      lookup(name, { ...options, all: true }, (error, addresses) => {
        const [first] = addresses ?? [];
        if (error !== null || first === undefined) return done(error ?? refused, []);
        if (addresses.some(({ address }) => isOwn(address))) return done(refused, []);
        return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
      }),
  };
}

const privateNets: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
  ['::1', 128],
  ['::', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['::ffff:0:0', 96],
];
