import type { Address } from '../api/address.ts';
import type { Transport } from '../api/client.ts';
import { createClient } from '../api/client.ts';
import { httpTransport } from '../api/http.ts';
import { systemClock } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import { toTimestamp } from '../core/time.ts';
import { runFlow } from '../engine/flow-run.ts';

/**
 * Does once, while this process waits for its run, what every run does: what is done for the first time takes three
 * times as long. The server is asked for its health; a flow of one task runs against an orchestrator that accepts all.
 */
export async function rehearse(server: Address): Promise<void> {
  const { flow, task } = await import('../sdk/index.ts');
  const client = createClient(httpTransport({ ...server, retries: 0 }));
  // A server that does not answer is the business of the run to come.
  await client.admin.health().catch(() => undefined);
  await client.close();
  const step = task({ name: 'rehearsal' }, () => undefined);
  const { definition } = flow({ name: 'rehearsal' }, async () => step({}));
  const heartbeats = { start: () => () => undefined };
  const host = { orchestrator: createClient(accepting), clock: systemClock, heartbeats, report: () => undefined };
  await runFlow(definition, host, { parameters: {} });
}

/** Answers as a server that creates what it is asked to, and accepts every state. */
const accepting: Transport = {
  send({ body }) {
    const proposed: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'state') : undefined;
    const created = { id: newId(), name: 'rehearsal', run_count: 0, empirical_policy: {} };
    const state = typeof proposed === 'object' ? { ...proposed, id: created.id, timestamp: toTimestamp(systemClock.now()) } : null;
    return Promise.resolve({ status: 200, body: { ...created, state, status: 'ACCEPT', details: {} } });
  },
  close: () => Promise.resolve(),
};
