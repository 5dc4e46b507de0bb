import { Agent, request } from 'node:http';

/** Where load is sent, and who we are. */
export interface Target {
  name: string;
  /** As `http://127.0.0.1:4280/api`. */
  url: string;
  headers: Record<string, string>;
}

/** What a load showed: answers per second by outcome, and latencies in milliseconds. */
export interface Load {
  perSecond: number;
  succeeded: number;
  failed: number;
  p50: number;
  p95: number;
}

/** One request of a load. */
export interface Shot {
  method: string;
  path: string;
  body?: unknown;
}

/** Sends one request and reads its answer. */
export function shoot(target: Target, agent: Agent, shot: Shot): Promise<{ status: number; text: string }> {
  const payload = shot.body === undefined ? undefined : JSON.stringify(shot.body);
  const headers = {
    ...target.headers,
    ...(payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(target.url + shot.path, { method: shot.method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

/** Sends requests over so many connections for so many seconds; every answer below 400 is a success. */
export async function load(target: Target, connections: number, seconds: number, shot: (index: number) => Shot): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let succeeded = 0;
  let failed = 0;
  let index = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      const before = performance.now();
      const answer = await shoot(target, agent, shot((index += 1))).catch(() => ({ status: 0 }));
      if (answer.status > 0 && answer.status < 400) succeeded += 1;
      else failed += 1;
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const elapsed = (performance.now() - started) / 1000;
  agent.destroy();
  return { perSecond: succeeded / elapsed, succeeded, failed, p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? 0;
}
