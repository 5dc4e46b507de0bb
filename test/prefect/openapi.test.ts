import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openapiDocument } from '../../runtime/api-server/openapi.ts';
import { startServer } from '../../runtime/api-server/server.ts';
import { prefectFolder, schemathesisCommand } from '../../tools/prefect/install.ts';
import { run } from '../../tools/prefect/processes.ts';
import { prefectEnvironment } from '../../tools/prefect/serve.ts';

/** Schemathesis on the embedded server: requests of all kinds, made from OpenAPI documents, and what is answered. */
const home = mkdtempSync(join(tmpdir(), 'millrace-openapi-'));
mkdirSync(join(home, '.prefect'));
const faults: string[] = [];
const server = await startServer({ home, port: 0, report: (fault) => faults.push(fault) });
after(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
}

/** A bounded number of requests for each operation, the same ones every time; fails when a check does. */
async function schemathesis(document: Document, ...options: string[]): Promise<void> {
  const file = join(home, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const bounded = ['--generation-deterministic', '--seed', '1', '--continue-on-failure', '--warnings', 'off', '--no-color'];
  const asking = ['--url', server.url, '--header', `Authorization: Bearer ${server.token}`, '--request-timeout', '10'];
  await run([schemathesisCommand, 'run', file, ...asking, ...bounded, ...options], prefectEnvironment(home), { cwd: home, seconds: 300 });
}

test('the server does what its own document says, with valid and with invalid requests', async () => {
  const checks = [
    'not_a_server_error',
    'status_code_conformance',
    'content_type_conformance',
    'response_schema_conformance',
    'negative_data_rejection',
    'ignored_auth',
  ];
  const document: Document = JSON.parse(JSON.stringify(await openapiDocument()));
  await schemathesis(document, '--phases', 'fuzzing', '--max-examples', '10', '--checks', checks.join(','));
});

test("its answers have the shapes that Prefect 3.9.1's document gives them", async () => {
  const python = join(prefectFolder, '3.9.1/bin/python');
  const printed = await run([python, join(import.meta.dirname, 'python/prefect_openapi.py')], prefectEnvironment(home), { seconds: 120 });
  const checks = 'not_a_server_error,response_schema_conformance';
  const document = await served(JSON.parse(printed.slice(printed.indexOf('{"openapi"'))));
  await schemathesis(document, '--phases', 'fuzzing', '--mode', 'positive', '--max-examples', '10', '--checks', checks);
});

test('nothing went wrong inside the server', () => assert.deepEqual(faults, []));

/** What is in a document and is served here. Its 422 is not looked at: Prefect itself answers those in another shape. */
async function served(document: Document): Promise<Document> {
  const nameless = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}');
  const ours = (await openapiDocument())['paths'];
  const known = new Set(
    Object.entries(new Object(ours)).flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${nameless(path)}`)),
  );
  const paths: Document['paths'] = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, { responses, ...operation }] of Object.entries(item)) {
      const { 422: _, ...others } = responses;
      if (known.has(`${method} ${nameless(path)}`)) paths[path] = { ...paths[path], [method]: { ...operation, responses: others } };
    }
  }
  return { ...document, paths };
}
