import { createClient } from '../runtime/api/client.ts';
import { httpTransport } from '../runtime/api/http.ts';
import { startOurs } from './servers.ts';

/**
 * Two workers' claims of the same runs: each proposes Pending for every run, and no run may be given to both.
 * usage: node bench/claims.ts [runs]
 */
const count = Number(process.argv[2] ?? 10_000);
const lanes = 16;

const ours = await startOurs();
try {
  const clients = [0, 1].map(() => createClient(httpTransport(ours.target)));
  const [first] = clients;
  if (first === undefined) throw new Error('no client');
  const flow = await first.flows.create({ name: 'claimed' });
  const ids: string[] = [];
  const each = async (total: number, work: (index: number) => Promise<void>): Promise<void> => {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < total) {
        next += 1;
        await work(next - 1);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };
  await each(count, async () => {
    ids.push((await first.flowRuns.create({ flowId: flow.id, state: { type: 'SCHEDULED' } })).id);
  });
  const claims = new Map<string, number>();
  const started = performance.now();
  await Promise.all(
    clients.map((client) =>
      each(count, async (index) => {
        const id = ids[index] ?? '';
        const answer = await client.flowRuns.setState({ id }, { state: { type: 'PENDING' } });
        if (answer.status === 'ACCEPT') claims.set(id, (claims.get(id) ?? 0) + 1);
      }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  const twice = [...claims.values()].filter((times) => times > 1).length;
  process.stdout.write(
    `${count} runs offered to two workers at once: ${claims.size} claimed, ${twice} claimed twice, ${((2 * count) / seconds).toFixed(0)} proposals/s\n`,
  );
  if (twice > 0 || claims.size !== count) process.exitCode = 1;
  await Promise.all(clients.map((client) => client.close()));
} finally {
  await ours.stop();
}
