import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openapiDocument } from '../../../runtime/api-server/openapi.ts';
import { routes } from '../../../runtime/api-server/router.ts';
import { openServer } from '../../support/open-server.ts';

const { server, close } = await openServer();
after(close);

const document = JSON.parse(JSON.stringify(await openapiDocument()));

test('every operation that is served is described, and no other', () => {
  const described = Object.values<object>(document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  assert.deepEqual(described.toSorted(), [...routes.keys()].toSorted());
});

/** Pointers into the document, and what is there. */
const places: readonly (readonly [string, unknown])[] = [
  ['/openapi', '3.1.0'],
  ['/paths/~1health/get/security', []],
  ['/paths/~1flow_runs~1{id}/get/parameters/0', { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
  [
    '/paths/~1flow_run_states~1/get/parameters/0',
    { name: 'flow_run_id', in: 'query', required: true, schema: { type: 'string', format: 'uuid' } },
  ],
  ['/paths/~1flows~1/post/requestBody/required', true],
  ['/paths/~1flows~1filter/post/requestBody/required', false],
  ['/paths/~1flows~1/post/requestBody/content/application~1json/schema/required', ['name']],
  ['/paths/~1flow_runs~1filter/post/responses/200/description', 'Done.'],
  [
    '/paths/~1flow_runs~1filter/post/responses/200/content/application~1json/schema',
    { type: 'array', items: { $ref: '#/components/schemas/FlowRun' } },
  ],
  ['/components/schemas/FlowRun/properties/run_count', { type: 'number' }],
  ['/paths/~1flow_runs~1{id}/delete/responses/2XX', { description: 'Done.' }],
];

for (const [pointer, expected] of places) {
  test(`the document at ${pointer}`, () => {
    let at: unknown = document;
    for (const key of pointer.split('/').slice(1)) at = Reflect.get(new Object(at), key.replaceAll('~1', '/'));
    assert.deepEqual(at, expected);
  });
}

test('times are described by a format that every generator knows', () => {
  assert.doesNotMatch(JSON.stringify(document), /time-point/);
  assert.match(JSON.stringify(document), /date-time/);
});

for (const path of ['/openapi.json', '/api/openapi.json']) {
  test(`${path} is for those who have the token`, async () => {
    const url = server.url.replace('/api', path);
    const headers = { authorization: `Bearer ${server.token}` };
    assert.equal((await fetch(url)).status, 401);
    assert.equal((await fetch(url, { method: 'POST', headers })).status, 405);
    assert.deepEqual(await (await fetch(url, { headers })).json(), document);
  });
}
