import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RunningServer } from '../../../runtime/api-server/server.ts';
import { startServer } from '../../../runtime/api-server/server.ts';

/** What a client may send that is no request, or more than one: bytes over a socket, as no HTTP library would send them. */
const home = mkdtempSync(join(tmpdir(), 'millrace-attacks-'));
let server: RunningServer;
before(async () => {
  const settings = { headersTimeout: 1, requestTimeout: 2 };
  server = await startServer({ home, database: ':memory:', port: 0, advertise: false, settings });
});
after(async () => {
  await server.close();
  rmSync(home, { recursive: true });
});

const open = (): Socket => connect(Number(new URL(server.url).port), '127.0.0.1');

/** Sends bytes; what came back until the server closed the connection, or for so many milliseconds. */
function exchange(bytes: string, milliseconds = 400): Promise<{ text: string; closed: boolean }> {
  return new Promise((resolve) => {
    const socket = open();
    let text = '';
    const end = (closed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text, closed });
    };
    const timer = setTimeout(() => end(false), milliseconds);
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    socket.on('error', () => end(true));
    socket.on('close', () => end(true));
    socket.write(bytes);
  });
}

const head = (lines: string[], body = '', line = 'POST /api/flows/ HTTP/1.1'): string => `${[line, ...lines, '', ''].join('\r\n')}${body}`;
const host = 'Host: 127.0.0.1';
const token = (): string => `Authorization: Bearer ${server.token}`;
const hidden = 'GET /api/admin/version HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

/** Requests whose end two programs may see in different places, or that say a thing twice. */
const smuggled: [what: string, bytes: () => string][] = [
  ['both a length and chunks', () => head([host, token(), 'Content-Length: 4', 'Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`)],
  ['two lengths', () => head([host, token(), 'Content-Length: 0', `Content-Length: ${hidden.length}`], hidden)],
  ['a length that is none', () => head([host, token(), 'Content-Length: +2'], '{}')],
  ['chunks that are not the last encoding', () => head([host, token(), 'Transfer-Encoding: chunked, identity'], `0\r\n\r\n${hidden}`)],
  ['an unknown encoding', () => head([host, token(), 'Transfer-Encoding: xchunked'], `0\r\n\r\n${hidden}`)],
  ['a chunk whose length is none', () => head([host, token(), 'Transfer-Encoding: chunked'], `0x2\r\n{}\r\n0\r\n\r\n${hidden}`)],
  ['lines that end in a line feed alone', () => head([host, token(), 'Content-Length: 2'], '{}').replaceAll('\r\n', '\n')],
  ['a header that is folded', () => head([host, 'X-A: b', ' c: d', token(), 'Content-Length: 2'], '{}')],
  ['a blank before the colon', () => head([host, token(), 'Content-Length : 2'], '{}')],
  ['a header with a NUL', () => head([host, token(), 'X-A: a\u0000b', 'Content-Length: 2'], '{}')],
  ['two hosts', () => head([host, 'Host: evil.example', token(), 'Content-Length: 2'], '{}')],
  ['two tokens', () => head([host, token(), 'Authorization: Bearer no', 'Content-Length: 2'], '{}')],
  ['no host', () => head([token(), 'Content-Length: 2'], '{}')],
  ['headers of 100 kB', () => head([host, token(), `X-A: ${'a'.repeat(100_000)}`])],
  ['another protocol', () => 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['the beginning of TLS', () => '\u0016\u0003\u0001\u0000\u00A5\u0001'],
];

for (const [what, bytes] of smuggled) {
  test(`a request with ${what} is refused, and nothing behind it is answered`, async () => {
    const { text } = await exchange(bytes());
    assert.match(text, /^HTTP\/1\.1 (400|431|403) /, text);
    assert.equal(text.match(/HTTP\/1\.1/g)?.length, 1, text);
    assert.doesNotMatch(text, /3\.9\.1/);
  });
}

test('a body that is longer than its length is the next request, and that one has no token', async () => {
  const { text } = await exchange(head([host, token(), 'Content-Length: 2'], `{}${hidden}`, 'POST /api/flows/filter HTTP/1.1'));
  assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 401']);
});

for (const [what, target] of [
  ['an absolute address of another host', 'http://evil.example/api/flow_runs/filter'],
  ['a path that climbs', '/api/../api/flows/filter'],
  ['a path that climbs in disguise', '/api/%2e%2e/api/flows/filter'],
  ['a path with a backslash', String.raw`/api\flows\filter`],
  ['two slashes', '//api/flows/filter'],
]) {
  test(`${what} is no path of the API`, async () => {
    const { text } = await exchange(head([host, token(), 'Content-Length: 2', 'Connection: close'], '{}', `POST ${target} HTTP/1.1`));
    assert.match(text, /^HTTP\/1\.1 40[04] /, text);
  });
}

test('clients that send their headers slowly are closed, and others are answered meanwhile', async () => {
  const slow = Array.from({ length: 200 }, () => {
    const socket = open();
    socket.write(head([host]).slice(0, -2));
    const timer = setInterval(() => socket.write('X-A: b\r\n'), 300);
    return new Promise<void>((resolve) => {
      const end = (): void => {
        clearInterval(timer);
        socket.destroy();
        resolve();
      };
      socket.on('error', end).on('close', end).resume();
    });
  });
  const asked = performance.now();
  assert.equal(await (await fetch(`${server.url}/health`)).text(), 'true');
  assert.ok(performance.now() - asked < 2000, 'answered in time');
  await Promise.all(slow);
});

test('a client that sends its body slowly is closed', async () => {
  const { closed, text } = await exchange(head([host, token(), 'Content-Length: 100'], '{'), 15_000);
  assert.ok(closed);
  assert.match(text, /^HTTP\/1\.1 408 |^$/);
});

test('a request that says what it will send, and does not, keeps nobody waiting', async () => {
  const { text } = await exchange(head([host, token(), 'Content-Length: 2', 'Expect: nothing']));
  assert.match(text, /^HTTP\/1\.1 417 /);
});
