import { formatAge } from '../runs/format.ts';
import type { Run } from '../runs/run.ts';
import { t } from '../l10n.ts';
import type { CodeFlow } from './code-flow.ts';

/** What stands above a flow in the code. */
export interface Lens {
  line: number;
  character: number;
  title: string;
  command: string;
  argument: string;
}

/** Run, deploy, debug, and how it went last, for the flows of one file. */
export function lensesOf(flows: readonly CodeFlow[], latest: ReadonlyMap<string, Run>, now: number): Lens[] {
  return flows.flatMap(({ name, place: { line, character } }) => {
    const at = { line, character };
    const last = latest.get(name);
    const lenses: Lens[] = [
      { ...at, title: '$(play) Run', command: 'millrace.runFlow', argument: `flow:${name}` },
      { ...at, title: '$(cloud-upload) Deploy', command: 'millrace.deployFlow', argument: `flow:${name}` },
      { ...at, title: '$(debug-alt) Debug', command: 'millrace.debugFlow', argument: `flow:${name}` },
    ];
    if (last === undefined) return lenses;
    const age = formatAge(last.ended ?? last.started ?? last.expected, now);
    return [
      ...lenses,
      { ...at, title: `${last.stateName ?? t('No state')} ${age}`, command: 'millrace.showRun', argument: `run:${last.id}` },
    ];
  });
}
