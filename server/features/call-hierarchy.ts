import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Range } from 'vscode-languageserver-types';
import { fullNameOf } from '../model/deployment-name.ts';
import type { DeploymentModel, FlowModel, LinkedFile, TaskModel } from '../model/entities.ts';
import { flowsOfDeployment } from './contexts.ts';
import { pathOf, rangeOf, uriOf } from './locations.ts';
import { targetAt } from './references.ts';
import type { Step } from './steps.ts';
import { stepOf, stepsOf } from './steps.ts';
import { symbolKinds, symbolOfDeployment, symbolOfRunnable } from './symbol-places.ts';
import type { View } from './view.ts';
import { isSame } from './view.ts';

type InProject = Pick<View, 'project'>;

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

const runnableItem = (runnable: FlowModel | TaskModel): CallHierarchyItem => ({
  ...symbolOfRunnable(runnable),
  detail: runnable.kind,
  uri: uriOf(runnable.file.path),
});

const deploymentItem = (deployment: DeploymentModel): CallHierarchyItem => ({
  ...symbolOfDeployment(deployment),
  detail: 'deployment',
  uri: uriOf(deployment.file.path),
});

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
