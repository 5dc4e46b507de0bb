import { hydrationProblem } from './parameters.ts';
import { templateProblem } from './templates.ts';

/** What is wrong with an automation that its schema accepts, and where, in Prefect's words. */
export interface Problem {
  place: string;
  message: string;
}

type Json = Readonly<Record<string, unknown>>;

/** The first thing that is wrong with an automation; undefined when nothing is. */
export function automationProblem(automation: {
  enabled?: boolean;
  trigger: Json;
  actions: readonly Json[];
  actions_on_trigger?: readonly Json[];
  actions_on_resolve?: readonly Json[];
}): Problem | undefined {
  const { trigger, actions, actions_on_trigger: onTrigger = [], actions_on_resolve: onResolve = [] } = automation;
  const lists = Object.entries({ actions, actions_on_trigger: onTrigger, actions_on_resolve: onResolve });
  const found = [
    ...triggerProblems(trigger),
    ...lists.flatMap(([place, list]) => list.flatMap((action) => actionProblems(action).map((message) => ({ place, message })))),
    ...(automation.enabled === false ? [] : loopProblems(trigger, actions).map((message) => ({ place: 'trigger', message }))),
  ];
  return found[0];
}

function triggerProblems(trigger: Json): Problem[] {
  const { triggers, require, posture, within } = trigger;
  if (posture === 'Proactive' && typeof within === 'number' && within > 0 && within < 10) {
    return [{ place: 'trigger', message: '`within` for Proactive triggers must be greater than or equal to 10 seconds' }];
  }
  if (!Array.isArray(triggers)) return [];
  const parts: Json[] = triggers.map((part: unknown) => (typeof part === 'object' && part !== null ? { ...part } : {}));
  const tooMany = typeof require === 'number' && require > parts.length;
  const here = tooMany ? [{ place: 'trigger', message: 'require must be less than or equal to the number of triggers' }] : [];
  return [...here, ...parts.flatMap(triggerProblems)];
}

/** What an action is done to is either selected, or inferred from its event. */
function actionProblems(action: Json): string[] {
  const { type, source = 'selected' } = action;
  const kind = /^(?:run|pause|resume)-(deployment|work-pool|work-queue|automation)$/.exec(String(type))?.[1];
  if (kind !== undefined) {
    const name = `${kind.replace('-', '_')}_id`;
    const has = typeof action[name] === 'string';
    if ((source === 'selected') !== has) return [`${name} is ${has ? 'not allowed' : 'required'}`];
  }
  const texts = Object.entries(action).filter(([name]) => ['subject', 'body', 'payload'].includes(name));
  const templates = texts.flatMap(([name, text]) => (typeof text === 'string' ? notTemplate(name, text) : []));
  const problem = type === 'run-deployment' ? hydrationProblem(action['parameters']) : undefined;
  return problem === undefined ? templates : [...templates, `Invalid parameters: \n${problem}`];
}

function notTemplate(name: string, text: string): string[] {
  const problem = templateProblem(text);
  return problem === undefined ? [] : [`'${name}' is not a valid template: ${problem}`];
}

/** Every run of a deployment goes through these. */
const everyRun: ReadonlySet<string> = new Set([
  'prefect.flow-run.Scheduled',
  'prefect.flow-run.Pending',
  'prefect.flow-run.Running',
  'prefect.flow-run.*',
]);

/** A run that starts a run that starts a run … */
function loopProblems({ posture, expect, match, match_related: related }: Json, actions: readonly Json[]): string[] {
  if (posture !== 'Reactive' || !Array.isArray(expect) || !expect.some((name) => everyRun.has(String(name)))) return [];
  const relateds: unknown[] = Array.isArray(related) ? related : [related ?? {}];
  const isOpen = meansEveryRun(match ?? {}) && relateds.some(meansEveryRun);
  return actions
    .filter(({ type }) => type === 'run-deployment')
    .flatMap(({ source = 'selected' }) => {
      if (source === 'inferred') return [inferredLoop];
      return isOpen ? [selectedLoop] : [];
    });
}

function meansEveryRun(labels: unknown): boolean {
  const entries = typeof labels === 'object' && labels !== null ? Object.entries(labels) : [];
  const [[label, values] = ['', '']] = entries;
  return (
    entries.length === 0 || (entries.length === 1 && label === 'prefect.resource.id' && [values].flat().includes('prefect.flow-run.*'))
  );
}

const inferredLoop =
  "Running an inferred deployment from a flow run state change event will lead to an infinite loop of flow runs.  Please choose a specific deployment and add additional filtering labels to the match or match_related for this automation's trigger.";
const selectedLoop =
  "Running a selected deployment from a flow run state change event may lead to an infinite loop of flow runs.  Please include additional filtering labels on either match or match_related to narrow down which flow runs will trigger this automation to exclude flow runs from the deployment you've selected.";
