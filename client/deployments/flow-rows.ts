import { formatAge, formatMoment } from '../runs/format.ts';
import { escapeMarkdown } from '../runs/run-rows.ts';
import type { Run } from '../runs/run.ts';
import { styleOf } from '../runs/state-styles.ts';
import type { TreeNode } from '../tree.ts';
import { contextOf, targetOf } from '../tree.ts';
import { t } from '../l10n.ts';
import type { CodeFlow } from './code-flow.ts';
import { entrypointOf } from './code-flow.ts';
import type { KnownDeployment } from './deployment-store.ts';

/** A flow as the code, the server's deployments and its runs know it. */
export interface JoinedFlow {
  name: string;
  code: CodeFlow | undefined;
  deployments: KnownDeployment[];
  last: Run | undefined;
}

/** What a flow's row says besides the flow itself. */
interface FlowRowFacts {
  /** Milliseconds since the epoch, as everywhere here. */
  now: number;
  /** The group in which the row stands, when flows are grouped. */
  group: string | undefined;
  /** Until the server has told its deployments, a flow without one is not called "not deployed". */
  deploymentsAreKnown: boolean;
  /** When a file was last changed. */
  modified(path: string): number | undefined;
}

/** The row of a flow: its last run, its next one, and where it is missing. */
export function flowRow({ name, code, deployments, last }: JoinedFlow, row: FlowRowFacts): TreeNode {
  const style = last === undefined ? { icon: 'circle-outline', color: 'millrace.pending' } : styleOf(last.stateType, last.stateName);
  const nextRun = Math.min(...deployments.map((known) => nextAfter(known, row.now) ?? Infinity));
  const facts = [
    last === undefined ? undefined : `${last.stateName ?? ''} ${formatAge(last.ended ?? last.started ?? last.expected, row.now)}`,
    Number.isFinite(nextRun) ? t('next {0}', formatAge(nextRun, row.now)) : undefined,
    code === undefined ? t('only on the server') : deployments.length === 0 && row.deploymentsAreKnown ? t('not deployed') : undefined,
    hasDrifted(deployments, code && row.modified(code.place.path)) ? t('changed since deploy') : undefined,
  ].filter((fact) => fact !== undefined);
  return {
    id: flowRowId(name, row.group),
    label: name,
    description: facts.join(' · '),
    tooltip: tooltipOf(name, code, facts),
    icon: { name: style.icon, color: style.color },
    context: contextOf('flow', code !== undefined && 'code', deployments.length > 0 && 'deployed'),
    children: deployments.length > 0 ? 'collapsed' : 'none',
    ...(code === undefined ? {} : { open: 'millrace.openCode' }),
    spoken: t('flow {0}, {1}', name, facts.join(', ') || t('never run')),
  };
}

/** The row of a deployment below its flow. */
export function deploymentRow(known: KnownDeployment, now: number): TreeNode {
  const { deployment, flowName } = known;
  const nextRun = nextAfter(known, now);
  const facts = [
    deployment.workPoolName === null ? t('served') : t('pool {0}', deployment.workPoolName),
    deployment.paused ? t('paused') : nextRun === undefined ? undefined : t('next {0}', formatAge(nextRun, now)),
  ].filter((fact) => fact !== undefined);
  return {
    id: `deployment:${deployment.id}`,
    label: deployment.name,
    description: facts.join(' · '),
    tooltip: [
      `**${escapeMarkdown(`${flowName}/${deployment.name}`)}**`,
      deployment.description === null ? '' : escapeMarkdown(deployment.description),
      escapeMarkdown(deployment.entrypoint ?? ''),
      nextRun === undefined ? '' : t('Next run {0}', formatMoment(nextRun)),
    ]
      .filter(Boolean)
      .join('\n\n'),
    icon: { name: deployment.paused ? 'debug-pause' : 'rocket' },
    context: contextOf('deployment', deployment.paused ? 'paused' : 'active', deployment.schedules.length > 0 && 'scheduled'),
    children: 'none',
    spoken: t('deployment {0} of flow {1}, {2}', deployment.name, flowName, facts.join(', ')),
  };
}

/** Between the name of a flow and the group in which its row stands: no name has it. */
const beforeGroup = '\n';

/** The id of a flow's row. */
export const flowRowId = (name: string, group?: string): string =>
  group === undefined ? `flow:${name}` : `flow:${name}${beforeGroup}${group}`;

/** The name of the flow that a row stands for, without the group in which it stands. */
export const flowNameOf = (value: unknown): string | undefined => targetOf(value, 'flow')?.split(beforeGroup)[0];

/** The group in which a flow's row stands. */
export const groupOf = (id: string): string | undefined => id.split(beforeGroup)[1];

/** The next run, unless its time has come meanwhile. */
const nextAfter = ({ nextRun }: KnownDeployment, now: number): number | undefined =>
  nextRun !== undefined && nextRun > now ? nextRun : undefined;

/** The file was changed after it was deployed; a second is for the clocks of two machines. */
const hasDrifted = (deployments: readonly KnownDeployment[], modified: number | undefined): boolean =>
  modified !== undefined && deployments.some(({ deployment }) => modified > Date.parse(deployment.updated) + 1000);

const tooltipOf = (name: string, code: CodeFlow | undefined, facts: readonly string[]): string =>
  [`**${escapeMarkdown(name)}**`, ...(code === undefined ? [] : [escapeMarkdown(entrypointOf(code))]), ...facts.map(escapeMarkdown)].join(
    '\n\n',
  );
