import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../../server/rules/index.ts';
import type { ActiveRule } from '../../../server/workspace/lint-file.ts';
import { lintFile } from '../../../server/workspace/lint-file.ts';
import { positionAt } from '../../../server/model/span.ts';
import { projectOf } from '../../support/project-of.ts';

/**
 * Programs as people write them after reading guides, with the mistakes of those guides, and all recommended rules on.
 * `// → rule` at the end of a line names what is reported there; everything else must be silent.
 */
test('parallel processing of nodes with submit on flows, as in guides that mix up flows and tasks', () =>
  checkAll(`
    import { flow, task } from 'millrace';

    const fetchNode = task({ name: 'fetch-node', retries: 3, retryDelaySeconds: [1, 5, 30] }, async ({ node }: { node: string }) => {
      const answer = await fetch(\`https://nodes.example/\${node}\`);
      return answer.json();
    });

    export const processNode = flow({ name: 'process-node' }, async ({ node }: { node: string }) => fetchNode({ node }));

    export const distributed = flow({ name: 'distributed' }, async ({ nodes }: { nodes: string[] }) => {
      const futures = [];
      for (const node of nodes) {
        futures.push(processNode.submit({ node })); // → flow-no-submit
      }
      const mapped = processNode.map({ node: nodes }); // → flow-no-map
      return [futures, mapped];
    });`));

test('the same with deployments, where the runs are dropped or taken for successful', () =>
  checkAll(`
    import { flow, isFinal, runDeployment, waitForFlowRuns } from 'millrace';

    export const fanOut = flow({ name: 'fan-out' }, async ({ nodes }: { nodes: string[] }) => {
      for (const node of nodes) {
        await runDeployment('process-node/worker', { parameters: { node }, timeout: 0 }); // → run-deployment-without-wait
      }
    });

    export const oneByOne = flow({ name: 'one-by-one' }, async ({ nodes }: { nodes: string[] }) => {
      for (const node of nodes) {
        await runDeployment('process-node/worker', { parameters: { node } }); // → flow-run-outcome-ignored
      }
      const last = await runDeployment('report/worker');
      if (last.state !== null && isFinal(last.state)) { // → flow-run-outcome-ignored
        return 'All items processed!';
      }
      return last.stateName;
    });

    export const right = flow({ name: 'right' }, async ({ nodes }: { nodes: string[] }) => {
      const runs = await Promise.all(nodes.map((node) => runDeployment('process-node/worker', { parameters: { node }, timeout: 0 })));
      await waitForFlowRuns(runs);
    });`));

test('task runners, futures and direct calls that are called parallel', () =>
  checkAll(`
    import { concurrent, flow, task } from 'millrace';

    const extract = task({ name: 'extract' }, async ({ source }: { source: string }) => [source]);
    const transform = task({ name: 'transform' }, async ({ rows }: { rows: string[] }) => rows.length);

    export const parallel = flow({ name: 'parallel', taskRunner: concurrent() }, async () => { // → task-runner-without-submit
      const a = await extract({ source: 'a' });
      const b = await extract({ source: 'b' });
      return [a, b];
    });

    export const submitted = flow({ name: 'submitted', taskRunner: concurrent() }, async () => {
      const rows = await extract.submit({ source: 'a' }); // → no-await-submit
      const count = transform.submit({ rows });
      if (count > 10) return 'many'; // → future-not-resolved
      const all = await Promise.all([extract.submit({ source: 'b' }), extract.submit({ source: 'c' })]); // → no-await-submit
      return { all, count }; // → lost-task-failure lost-task-failure
    });

    export const serialised = flow({ name: 'serialised' }, async ({ sources }: { sources: string[] }) => {
      const rows = [];
      for (const source of sources) {
        const future = extract.submit({ source });
        rows.push(await future.result()); // → future-result-in-loop
      }
      return rows;
    });`));

test('retries, timeouts and caches as in cookbooks', () =>
  checkAll(`
    import { execSync } from 'node:child_process';
    import { flow, task } from 'millrace';

    const load = task({ name: 'load', retries: 3, timeoutSeconds: 60_000 }, async ({ url }: { url: string }) => { // → retry-without-delay timeout-unit
      try {
        return await fetch(url);
      } catch (error) { // → swallowed-task-failure
        console.error(error); // → no-console-in-flow
        return undefined;
      }
    });

    const compile = task({ name: 'compile', timeoutSeconds: 10 }, async () => execSync('make').toString()); // → timeout-cannot-interrupt blocking-call-in-flow

    const cached = task({ name: 'cached', cacheKeyFn: () => 'key' }, async ({ day }: { day: string }) => day); // → cache-key-ignores-parameters

    const stamped = task({ name: 'stamped', cacheKeyFn: () => \`\${Date.now()}\` }, async () => 1); // → cache-key-nondeterministic

    let total = 0;
    const count = task({ name: 'count' }, async ({ by }: { by: number }) => {
      total += by; // → mutated-outer-variable-in-task
    });

    export const etl = flow({ name: 'etl', flowRunName: \`etl-\${new Date().toISOString()}\` }, async ({ day }: { day: string }) => { // → runtime-value-in-options
      load({ url: day }); // → no-floating-run
      await count({ by: 1 });
      await cached('monday'); // → no-positional-parameters
      return [await compile(), await stamped(), total];
    });`));

test('deployments and schedules as in quick starts', () =>
  checkAll(`
    import { flow, serve } from 'millrace';

    export const etl = flow({ name: 'etl', retires: 2 }, async ({ day, limit = 10 }: { day: string; limit?: number }) => \`\${day} \${limit}\`); // → unknown-option

    const hidden = flow({ name: 'hidden' }, async () => 1);

    if (import.meta.main) {
      await etl.deploy({ name: 'a', workPoolName: 'main', cron: '0 2 30 2 *', parameters: { day: 'mon' } }); // → cron-never-fires
      await etl.deploy({ name: 'b', workPoolName: 'main', cron: '* 2 * * *', parameters: { day: 'mon' } }); // → cron-every-minute
      await etl.deploy({ name: 'c', workPoolName: 'main', cron: '0 2 1 * 1', parameters: { day: 'mon' } }); // → cron-day-and-weekday
      await etl.deploy({ name: 'd', workPoolName: 'main', cron: '0 2 * *', parameters: { day: 'mon' } }); // → invalid-cron
      await etl.deploy({ name: 'e', workPoolName: 'main', cron: '0 2 * * *', timezone: 'Berlin', parameters: { day: 'mon' } }); // → invalid-timezone
      await etl.deploy({ name: 'f', workPoolName: 'main', interval: 1, parameters: { day: 'mon', limt: 3 } }); // → interval-too-short deployment-parameter-mismatch
      await etl.deploy({ name: 'g', workPoolName: 'main', parameters: { day: 5 } }); // → deployment-parameter-mismatch duplicate-deployment-name
      await etl.deploy({ name: 'g', workPoolName: 'main', parameters: { day: 'mon', password: 'hunter2-hunter2' } }); // → duplicate-deployment-name secret-in-parameter deployment-parameter-mismatch
      await hidden.deploy({ name: 'h', workPoolName: 'main' }); // → entrypoint-not-exported
      etl.toDeployment({ name: 'i' }); // → deployment-not-applied
      await serve([etl.toDeployment({ name: 'j' })]);
    }`));

test('a clean program is silent', () =>
  checkAll(`
    import { concurrent, exponentialBackoff, flow, getRunLogger, isCompleted, runDeployment, task, waitForFlowRuns } from 'millrace';

    const load = task(
      { name: 'load', retries: 3, retryDelaySeconds: exponentialBackoff(2), timeoutSeconds: 60, taskRunName: 'load {node}' },
      async ({ node }: { node: string }) => {
        const answer = await fetch(\`https://nodes.example/\${node}\`);
        if (!answer.ok) throw new Error(\`\${node} answers \${answer.status}\`);
        getRunLogger().info(\`\${node} loaded\`);
        return answer.text();
      },
    );
    const save = task({ name: 'save' }, async ({ texts }: { texts: string[] }) => texts.length);

    /** Loads nodes side by side. */
    export const etl = flow(
      { name: 'etl', taskRunner: concurrent({ maxWorkers: 8 }), flowRunName: 'etl {day}' },
      async ({ day, nodes = [] }: { day: string; nodes?: string[] }) => {
        const texts = load.map({ node: nodes });
        const count = await save.submit({ texts }).result();
        return { day, count };
      },
    );

    /** Starts one run per day, and waits for all. */
    export const backfill = flow({ name: 'backfill' }, async ({ days }: { days: string[] }) => {
      const runs = [];
      for (const day of days) runs.push(await runDeployment('etl/nightly', { parameters: { day }, timeout: 0 }));
      await waitForFlowRuns(runs, { timeout: 3600 });
      const state = await etl.returnState({ day: 'today' });
      return isCompleted(state);
    });

    if (import.meta.main) {
      await etl.deploy({ name: 'nightly', workPoolName: 'main', cron: '30 4 * * *', timezone: 'Europe/Berlin', parameters: { day: 'yesterday' } });
      await backfill({ days: ['monday'] });
    }`));

const active: readonly ActiveRule[] = rules
  .filter(({ preset }) => preset === 'recommended')
  .map((rule) => ({
    rule,
    severity: rule.severity,
    options: Object.fromEntries(Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default])),
  }));

/** Compares line by line: the line's text with the rules that report there. */
function checkAll(source: string): void {
  const lines = source.split('\n');
  const project = projectOf({ 'flows.ts': source });
  const starts = project.file('flows.ts')?.model.lineStarts ?? [];
  const found = lines.map((): string[] => []);
  for (const { ruleId, span } of lintFile(project, 'flows.ts', active)) found[positionAt(starts, span.start).line]?.push(ruleId);
  const shown = (text: string, ids: readonly string[]): string =>
    `${text.trim()}${ids.length === 0 ? '' : ` // → ${[...ids].toSorted().join(' ')}`}`;
  const expected = lines.map((line) => line.split(' // → '));
  assert.deepEqual(
    lines.map((_, index) => shown(expected[index]?.[0] ?? '', found[index] ?? [])),
    expected.map(([text = '', ids = '']) => shown(text, ids.split(' ').filter(Boolean))),
  );
}
