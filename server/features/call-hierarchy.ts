import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  Range,
  SymbolKind,
} from 'vscode-languageserver-types';
import type { DeploymentModel, FlowModel, LinkedFile, TaskModel } from '../model/entities.ts';
import { flowsOfDeployment } from './contexts.ts';
import { locationOf, pathOf, rangeOf } from './locations.ts';
import { deploymentTitle, fullNameOf } from './names.ts';
import { targetAt } from './references.ts';
import type { Step } from './steps.ts';
import { stepOf, stepsOf } from './steps.ts';
import { displayName } from './signature-text.ts';
import type { View } from './view.ts';
import { isSame } from './view.ts';

type InProject = Pick<View, 'project'>;

const symbolKinds = { flow: 12, task: 6, deployment: 24 } as const satisfies Record<string, SymbolKind>;

/** The flow, task or deployment at an offset, as an item that the editor asks about again. */
export function prepareCallHierarchy(view: View, offset: number): CallHierarchyItem[] {
  const target = targetAt(view, offset);
  if (target?.kind === 'runnable') return [runnableItem(target.runnable)];
  return target?.kind === 'deployment' ? view.project.deploymentsNamed(target.fullName).map(deploymentItem) : [];
}

/** What a flow or task runs; for a deployment, its flow. */
export function outgoingCalls(view: InProject, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const deployment = deploymentOf(view, item);
  if (deployment !== undefined)
    return deployment.flow === undefined ? [] : [{ to: runnableItem(deployment.flow), fromRanges: [item.selectionRange] }];
  const runnable = runnableOfItem(view, item);
  if (runnable === undefined) return [];
  return grouped(stepsOf(runnable), (step) => itemOfStep(view, step)).map(([to, steps]) => ({
    to,
    fromRanges: steps.map(({ call }) => rangeOf(runnable.functionFile, call.calleeSpan)),
  }));
}

/** Which flows and tasks run it, and which deployments do. */
export function incomingCalls(view: InProject, item: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const deployment = deploymentOf(view, item);
  const runnable = deployment === undefined ? runnableOfItem(view, item) : undefined;
  const fullName = deployment && fullNameOf(deployment);
  const callers = [...view.project.files()].flatMap((file) =>
    callersIn(file, (step) =>
      runnable === undefined
        ? fullName !== undefined && step.deployment === fullName
        : step.target !== undefined && isSame(step.target, runnable),
    ),
  );
  const deployments =
    runnable?.kind === 'flow' ? [...view.project.deployments()].filter(({ flow }) => flow !== undefined && isSame(flow, runnable)) : [];
  return [...callers, ...deployments.map((one) => ({ from: deploymentItem(one), fromRanges: [rangeOf(one.file, one.nameSpan)] }))];
}

function callersIn(file: LinkedFile, isIt: (step: Step) => boolean): CallHierarchyIncomingCall[] {
  const found = file.calls.flatMap((linked) => {
    const around = linked.call.function < 0 ? undefined : file.runnableAt(linked.call.function);
    const step = around && stepOf(file, linked, around);
    return around !== undefined && step !== undefined && isIt(step) ? [{ around, range: rangeOf(file, linked.call.calleeSpan) }] : [];
  });
  return grouped(found, ({ around }) => runnableItem(around)).map(([from, places]) => ({
    from,
    fromRanges: places.map(({ range }) => range),
  }));
}

/** Groups by the item that each gives, in the order of first appearance; what gives none is left out. */
function grouped<T>(things: readonly T[], itemOf: (thing: T) => CallHierarchyItem | undefined): [CallHierarchyItem, T[]][] {
  const groups = new Map<string, [CallHierarchyItem, T[]]>();
  for (const thing of things) {
    const item = itemOf(thing);
    if (item === undefined) continue;
    const key = `${item.uri}#${item.selectionRange.start.line}:${item.selectionRange.start.character}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item, [thing]]);
    else group[1].push(thing);
  }
  return [...groups.values()];
}

function itemOfStep(view: InProject, { target, deployment }: Step): CallHierarchyItem | undefined {
  if (target !== undefined) return runnableItem(target);
  if (deployment === undefined) return undefined;
  const [made] = view.project.deploymentsNamed(deployment);
  const [flow] = flowsOfDeployment(view, deployment);
  return made === undefined ? flow && runnableItem(flow) : deploymentItem(made);
}

const runnableItem = (runnable: FlowModel | TaskModel): CallHierarchyItem =>
  itemAt(runnable.file, {
    name: displayName(runnable),
    kind: runnable.kind,
    span: runnable.call.span,
    nameSpan: runnable.bindingSpan ?? runnable.nameSpan,
  });

const deploymentItem = (deployment: DeploymentModel): CallHierarchyItem =>
  itemAt(deployment.file, {
    name: deploymentTitle(deployment),
    kind: 'deployment',
    span: deployment.span,
    nameSpan: deployment.nameSpan,
  });

function itemAt(
  file: LinkedFile,
  {
    name,
    kind,
    span,
    nameSpan,
  }: { name: string; kind: keyof typeof symbolKinds; span: { start: number; end: number }; nameSpan: { start: number; end: number } },
): CallHierarchyItem {
  // The protocol wants the selection inside the range; the variable stands before the call that it holds.
  const whole = { start: Math.min(span.start, nameSpan.start), end: Math.max(span.end, nameSpan.end) };
  const { uri, range } = locationOf(file, whole);
  return { name, kind: symbolKinds[kind], detail: kind, uri, range, selectionRange: rangeOf(file, nameSpan) };
}

function deploymentOf({ project }: InProject, item: CallHierarchyItem): DeploymentModel | undefined {
  if (item.kind !== symbolKinds.deployment) return undefined;
  const at = placeOf(project, item);
  return at?.file.deployments.find(({ nameSpan }) => nameSpan.start === at.offset);
}

function runnableOfItem({ project }: InProject, item: CallHierarchyItem): FlowModel | TaskModel | undefined {
  const at = placeOf(project, item);
  if (at === undefined) return undefined;
  return [...at.file.flows, ...at.file.tasks].find(({ bindingSpan, nameSpan }) => (bindingSpan ?? nameSpan).start === at.offset);
}

/** Items come back as they were sent: their selection says which thing is meant. */
function placeOf(
  project: View['project'],
  { uri, selectionRange }: { uri: string; selectionRange: Range },
): { file: LinkedFile; offset: number } | undefined {
  const file = project.file(pathOf(uri));
  return file && { file, offset: (file.model.lineStarts[selectionRange.start.line] ?? 0) + selectionRange.start.character };
}
