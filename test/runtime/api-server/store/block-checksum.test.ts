import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockChecksum } from '../../../../runtime/api-server/store/block-checksum.ts';

/** Checksums that `Block._calculate_schema_checksum` of Prefect 3.9.1 gave for these fields. */
const recorded: [Record<string, unknown>, string][] = [
  [{ title: 'A', type: 'object', properties: {} }, 'sha256:7d0356181e946d0589692b8170cba2418821b3172cc64cfc6ccb77f060ee9479'],
  [
    { title: 'Bläck 😀', secret_fields: ['x'], properties: { x: { default: 1.5, secret_fields: [] } } },
    'sha256:d8a03a266fb8e167de62d713aede124bdb3b504c6ed305c73f3f282d9476cd6f',
  ],
  [
    { title: 'C', definitions: { Inner: { block_type_slug: 'inner' } }, properties: {} },
    'sha256:0c45d2c98d449313c92c473eb3450801522be55dc3b6f8b2150dfe48963466ec',
  ],
  [
    {
      title: 'D',
      definitions: { Plain: { type: 'string' }, Inner: { block_type_slug: 'inner' } },
      properties: { p: { $ref: '#/definitions/Plain' } },
    },
    'sha256:94b3195982632a19d2a48892c7f4216abd0512e7c9e61ef8d6684a883a2d0c29',
  ],
  [
    {
      title: 'E',
      definitions: {
        Empty: {},
        Unused: { type: 'string' },
        A: { type: 'object', properties: { b: { $ref: '#/definitions/B' } } },
        B: { type: 'integer' },
      },
      properties: { p: { anyOf: [{ $ref: '#/definitions/A' }, { $ref: '#/definitions/Empty' }] } },
    },
    'sha256:d303efdd7c015c7e4f114a5a2707094fc651f538200b4ee67f91fffe49e406de',
  ],
];

for (const [fields, checksum] of recorded) {
  test(`fields of ${String(fields['title'])}`, () => assert.equal(blockChecksum(fields), checksum));
}
