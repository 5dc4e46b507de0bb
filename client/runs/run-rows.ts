import { t } from '../l10n.ts';
import type { TreeNode } from '../tree.ts';
import { contextOf } from '../tree.ts';
import type { Diagnosis } from './diagnose.ts';
import { formatAge, formatDuration, formatMoment } from './format.ts';
import type { Run, Task } from './run.ts';
import { isOver } from './run.ts';
import { styleOf } from './state-styles.ts';

/** The row of a flow run. */
export function runNode(run: Run, now: number, diagnosis: Diagnosis | undefined): TreeNode {
  const style = styleOf(run.stateType, run.stateName);
  const state = run.stateName ?? t('No state');
  const timing = timingOf(run, now);
  const waits = diagnosis === undefined ? '' : ` · ${diagnosis.text}`;
  return {
    id: `run:${run.id}`,
    label: run.name,
    // A narrow view cuts the end off: why it waits says more than since when.
    description: `${run.flowName} · ${state}${waits}${timing === '' ? '' : ` · ${timing}`}`,
    tooltip: runTooltip(run, diagnosis),
    icon: { name: style.icon, color: style.color },
    context: contextOf(
      'run',
      isOver(run) ? 'over' : 'active',
      run.stateType === 'PAUSED' && 'paused',
      diagnosis?.needsWorker === true && 'stuck',
      (run.stateType === 'FAILED' || run.stateType === 'CRASHED') && 'failed',
    ),
    children: 'collapsed',
    open: 'millrace.showRun',
    spoken: t('{0}, run {1} of flow {2}, {3}{4}', state, run.name, run.flowName, timing, waits),
  };
}

/** The row of a task run. */
export function taskNode(task: Task, now: number): TreeNode {
  const style = styleOf(task.stateType, task.stateName);
  const state = task.stateName ?? t('No state');
  const timing = timingOf(task, now);
  return {
    id: `task:${task.id}`,
    label: task.name,
    description: `${state}${timing === '' ? '' : ` · ${timing}`}`,
    ...(task.message === undefined ? {} : { tooltip: escapeMarkdown(task.message) }),
    icon: { name: style.icon, color: style.color },
    context: contextOf('task'),
    children: 'none',
    spoken: t('{0}, task {1}, {2}', state, task.name, timing),
  };
}

/** How long it took, or takes, or when it is due. */
function timingOf(run: Run | Task, now: number): string {
  if (run.started !== undefined) return formatDuration((run.ended ?? now) - run.started);
  return run.stateType === 'SCHEDULED' ? formatAge(run.expected, now) : '';
}

function runTooltip(run: Run, diagnosis: Diagnosis | undefined): string {
  const lines = [
    `**${escapeMarkdown(run.name)}** — ${escapeMarkdown(run.flowName)}`,
    `${run.stateName ?? t('No state')}${run.message === undefined ? '' : `: ${escapeMarkdown(run.message)}`}`,
    diagnosis === undefined ? undefined : `$(warning) ${escapeMarkdown(diagnosis.text)}`,
    t('Expected {0}', formatMoment(run.expected)),
    run.started === undefined ? undefined : t('Started {0}', formatMoment(run.started)),
    run.ended === undefined ? undefined : t('Ended {0}', formatMoment(run.ended)),
    run.pool === undefined
      ? undefined
      : t('Pool {0}{1}', escapeMarkdown(run.pool), run.queue === undefined ? '' : `, queue ${escapeMarkdown(run.queue)}`),
    run.tags.length === 0 ? undefined : t('Tags {0}', run.tags.map(escapeMarkdown).join(', ')),
  ];
  return lines.filter((line) => line !== undefined).join('\n\n');
}

/** Text that a user chose, inside Markdown. */
export const escapeMarkdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>$~]/g, String.raw`\$&`);
