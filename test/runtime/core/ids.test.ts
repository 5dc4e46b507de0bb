import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalUuid, isUuid, newId } from '../../../runtime/core/ids.ts';

test('ids are UUIDs of version 7 that sort in the order in which they were made', () => {
  const ids = Array.from({ length: 5000 }, () => newId());
  assert.ok(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(ids.toSorted(), ids);
});

test('ids sort also when the clock goes back', () => {
  const later = newId(Date.now() + 60_000);
  const sooner = newId();
  assert.ok(sooner > later);
});

const id = '0191d2a4-5b6c-7d8e-9f00-112233445566';
const texts: { text: string; canonical: string; uuid: boolean }[] = [
  { text: id, canonical: id, uuid: true },
  { text: id.toUpperCase(), canonical: id, uuid: true },
  { text: id.replaceAll('-', ''), canonical: id, uuid: true },
  { text: 'not-a-uuid', canonical: 'not-a-uuid', uuid: false },
  { text: '', canonical: '', uuid: false },
];

for (const { text, canonical, uuid } of texts) {
  test(`"${text}" is ${uuid ? 'a' : 'no'} UUID`, () => {
    assert.equal(isUuid(text), uuid);
    assert.equal(canonicalUuid(text), canonical);
  });
}
