import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameterSchema } from '../../../server/schema/parameter-schema.ts';
import { projectOf } from '../../support/project-of.ts';

test('JavaScript says in comments what its parameters are', () => {
  const text = `import { flow } from 'millrace';
/**
 * @typedef {object} Row
 * @property {string} id
 * @property {number} [size]
 */
/**
 * @param {object} given
 * @param {string} given.source where from
 * @param {Row[]} given.rows
 * @param {?number} given.limit
 */
const load = async ({ source, rows, limit }) => [source, rows, limit];
export const etl = flow({ name: 'etl' }, load);
`;
  const [flow] = projectOf({ '/p/flows.js': text }).file('/p/flows.js')?.flows ?? [];
  assert.ok(flow !== undefined);
  const { properties, required, definitions } = parameterSchema(flow).schema;
  assert.deepEqual(properties, {
    source: { type: 'string', title: 'source', position: 0, description: 'where from' },
    rows: { type: 'array', items: { $ref: '#/definitions/Row' }, title: 'rows', position: 1 },
    limit: { anyOf: [{ type: 'number' }, { type: 'null' }], title: 'limit', position: 2 },
  });
  assert.deepEqual(required, ['source', 'rows', 'limit']);
  assert.deepEqual(definitions?.['Row']?.['required'], ['id']);
});
