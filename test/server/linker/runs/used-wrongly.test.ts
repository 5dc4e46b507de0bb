import { reportsAsMarked } from '../../../support/applications.ts';

const head = `import { flow, task, runDeployment, waitForFlowRuns, type TaskFuture } from 'millrace';
export const load = task({ name: 'load' }, async ({ day }: { day: string }) => day.length);
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
void waitForFlowRuns;
type Kept = TaskFuture<number>;
export type { Kept };
`;
const files = (text: string): Record<string, string> => ({ 'a.ts': head + text });

/** Futures, runs and deployments, as people use them wrongly. */
reportsAsMarked({
  'futures used as values': files(`export const main = flow({ name: 'main' }, async () => {
  const future = load.submit({ day: 'a' });
  if (future > 3) console.log('big'); // ! future-not-resolved
  const sum = future + 1; // ! future-not-resolved
  const text = \`rows: \${future}\`; // ! future-not-resolved
  const rows = [load.submit({ day: 'b' })].map((one) => one * 2); // ! future-not-resolved
  const { length } = String(future); // ! future-not-resolved
  const total = (await load.submit({ day: 'c' })) + 1; // ! no-await-submit
  return { sum, text, rows, length, total, value: await future.result() };
});
`),
  'futures through helpers, fields and lists': files(`const start = (day: string) => load.submit({ day });
class Loader { pending: Kept[] = []; add(day: string) { const one = start(day); this.pending.push(one); return one; } }
export const main = flow({ name: 'main' }, async () => {
  const loader = new Loader();
  await start('a'); // ! no-await-submit
  await loader.add('b'); // ! no-await-submit
  const all = ['a', 'b'].map(start);
  await Promise.all(all); // ! no-await-submit
  await Promise.all(['a'].map((day) => load.submit({ day }))); // ! no-await-submit
  for (const one of all) await one.result();
  const [first] = all;
  console.log('sum ' + first); // ! future-not-resolved
  const results = await Promise.allSettled(all); // ! no-await-submit
  for (const day of ['a']) await start(day).result(); // ! future-result-in-loop
  for (const day of ['a']) { const one = start(day); const value = await one.result(); console.log(value); } // ! future-result-in-loop
  return results.length;
});
`),
  'futures in a while, a reduce, and a recursion': files(`export const main = flow({ name: 'main' }, async () => {
  let page = 0;
  while (page < 3) page += await load.submit({ day: String(page) }).result();
  await ['a', 'b'].reduce(async (before, day) => { await before; await load.submit({ day }).result(); }, Promise.resolve()); // ? future-result-in-loop
  for await (const day of source()) { await load.submit({ day }).result(); } // ! future-result-in-loop
  ['a'].forEach(async (day) => { await load.submit({ day }).result(); }); // ! no-floating-run
});
async function* source() { yield 'a'; }
`),
  'runs that nobody waits for': files(`export const main = flow({ name: 'main' }, async () => {
  for (const day of ['a', 'b']) await runDeployment('etl/nightly', { parameters: { day }, timeout: 0 }); // ! run-deployment-without-wait
  await Promise.all(['a'].map((day) => runDeployment('etl/nightly', { parameters: { day }, timeout: 0 }))); // ! run-deployment-without-wait
  runDeployment('etl/nightly'); // ! no-floating-run
  const runs = [];
  for (const day of ['a']) runs.push(await runDeployment('etl/nightly', { parameters: { day }, timeout: 0 }));
  await waitForFlowRuns(runs);
  ['a'].forEach((day) => runDeployment('etl/nightly', { parameters: { day }, timeout: 0 })); // ! no-floating-run, run-deployment-without-wait
});
etl.serve({ name: 'nightly' }); // ! no-floating-run
etl.deploy({ name: 'nightly', workPoolName: 'pool', image: 'x' }); // ! no-floating-run
`),
  'flows and tasks that nobody waits for': files(`const handlers = { click: () => { etl({ day: 'x' }); } }; // ! no-floating-run
export const main = flow({ name: 'main' }, async () => {
  load({ day: 'x' }); // ! no-floating-run
  ['a'].forEach((day) => { load({ day }); }); // ! no-floating-run
  ['a'].forEach(async (day) => load({ day })); // ! no-floating-run
  setTimeout(() => etl({ day: 'x' }), 10); // ! no-floating-run
  void etl({ day: 'x' });
  etl({ day: 'x' }).catch(console.error);
  const promise = etl({ day: 'y' });
  const unused = etl({ day: 'z' }); // ! no-floating-run
  await promise;
  return etl({ day: 'q' });
});
handlers.click();
etl({ day: 'x' }).then(console.log); // ! no-floating-run
queueMicrotask(() => etl({ day: 'x' })); // ! no-floating-run
`),
});
