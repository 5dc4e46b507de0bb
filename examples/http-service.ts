import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { FlowRun } from 'millrace';
import { flow, getClient, MillraceError, runDeployment, serve, task } from 'millrace';

const countWords = task({ name: 'count-words', retries: 2, retryDelaySeconds: 1 }, async ({ text }: { text: string }) => {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) throw new Error('the text has no words');
  return words.length;
});

export const report = flow({ name: 'report' }, async ({ text }: { text: string }) => countWords({ text }));

/**
 * `POST /reports {"text": "…"}` starts a run and answers at once with where to look; `GET /reports/<id>` answers with
 * the run's state. The same `Idempotency-Key` gives the same run, so that a caller may ask again after a lost answer.
 */
async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const { pathname } = new URL(request.url ?? '/', 'http://service');
  const id = /^\/reports\/([\w-]+)$/.exec(pathname)?.[1];
  if (request.method === 'POST' && pathname === '/reports') {
    const key = request.headers['idempotency-key'];
    const run = await runDeployment('report/http-service', {
      parameters: await readJson(request),
      timeout: 0,
      ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
    });
    return { status: 202, body: toAnswer(run) };
  }
  if (request.method === 'GET' && id !== undefined) {
    const client = await getClient();
    return { status: 200, body: toAnswer(await client.flowRuns.read({ id })) };
  }
  return { status: 404, body: { error: 'POST /reports, or GET /reports/<id>' } };
}

const toAnswer = ({ id, state }: FlowRun) => ({ id, state: state?.name, message: state?.message, href: `/reports/${id}` });

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string') return { text: value.text };
  } catch (error) {
    throw new MillraceError('invalid', 'The body is not JSON.', { cause: error });
  }
  throw new MillraceError('invalid', 'The body is an object with a text, such as {"text": "one two"}.');
}

const statuses: Partial<Record<string, number>> = { invalid: 422, 'not-found': 404, unreachable: 503 };

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await answer(request).catch((error: unknown) => {
    if (!MillraceError.is(error)) throw error;
    return { status: statuses[error.code] ?? 500, body: { error: error.message } };
  });
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

if (import.meta.main) {
  const service = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  service.listen(Number(process.env['PORT'] ?? 8080), '127.0.0.1', () => process.stdout.write(`${JSON.stringify(service.address())}\n`));
  // This process executes the runs, too; a worker would, if the deployment named its work pool.
  await serve([report.toDeployment({ name: 'http-service' })]);
  service.close();
}
