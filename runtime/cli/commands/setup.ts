import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { withJson } from '../options.ts';
import type { Output } from '../output.ts';
import type { Host, ServerPorts } from '../ports.ts';
import type { SetupStep } from '../setup-plan.ts';
import type { JsonOption } from '../views.ts';
import { answer } from '../views.ts';

interface SetupOptions extends JsonOption {
  dryRun?: boolean;
}

export function addSetupCommand(program: Command, host: Host): void {
  withJson(
    program
      .command('setup <file>')
      .description(
        'Makes the work pools, queues and limits that a YAML file declares. Run again, it changes only what differs; what the file does not name is left alone.',
      )
      .option('--dry-run', 'show what would change, and change nothing'),
  ).action((file: string, options: SetupOptions) => host.remote((ports) => setup(ports, file, options)));
}

async function setup({ client, output, cwd, env }: ServerPorts, file: string, options: SetupOptions): Promise<void> {
  const { readYaml } = await import('../yaml-file.ts');
  const { planSetup, readDeclarations } = await import('../setup-plan.ts');
  const declarations = readDeclarations(await readYaml(resolve(cwd, file), env), basename(file));
  const steps = await planSetup(client, declarations);
  if (options.dryRun !== true) for (const step of steps) await step.run();
  const value = steps.map(({ kind, name, action, changes }) => ({ kind, name, action, changes }));
  answer(output, options, value, () =>
    steps.length === 0
      ? `${basename(file)} declares nothing: work_pools, global_concurrency_limits and task_concurrency_limits can stand in it.`
      : steps.map((step) => stepText(output, step, options.dryRun === true)).join('\n'),
  );
}

/** Fields are said as the file writes them. */
const snakeCase = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const done = { create: 'Created', update: 'Changed', none: 'Unchanged:' } as const;
const planned = { create: 'Would create', update: 'Would change', none: 'Unchanged:' } as const;

/** A step in words: what was or would be done, and which fields were others. */
export function stepText(output: Output, { kind, name, action, changes }: SetupStep, dryRun: boolean): string {
  const list = changes.map(({ field, before, after }) => `${snakeCase(field)} ${JSON.stringify(before)} → ${JSON.stringify(after)}`);
  return `${(dryRun ? planned : done)[action]} ${kind} ${output.style('bold', name)}${list.length === 0 ? '' : `: ${list.join(', ')}`}`;
}
