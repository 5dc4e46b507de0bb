import type { DeploymentModel, FlowModel, ProjectModel } from '../model/entities.ts';
import type { DeploymentItem, FlowItem, FlowReference, FlowsAnswer } from '../protocol.ts';
import { jsonOf } from '../model/json-value.ts';
import { memberNamed, textOption } from './contexts.ts';
import { isBelow } from '../workspace/discover.ts';
import { deploymentsOfFlow, descriptionOf, scheduleWords } from './descriptions.ts';
import { locationOf, pathOf, rangeOf } from './locations.ts';

/** Every flow of the project, or of a folder or file, with its deployments. `roots` are the workspace's folders. */
export function listFlows(project: ProjectModel, roots: readonly string[], uri?: string): Omit<FlowsAnswer, 'complete'> {
  const within = uri === undefined ? undefined : pathOf(uri);
  const isWithin = (path: string): boolean => within === undefined || path === within || isBelow(within, path);
  const flows = [...project.flows()].filter(({ file }) => isWithin(file.path));
  const otherDeployments = [...project.deployments()].filter(({ flow, file }) => flow === undefined && isWithin(file.path));
  return { flows: flows.map((flow) => flowItem(project, roots, flow)), otherDeployments: otherDeployments.map(deploymentItem) };
}

/** The flow that a request means. */
export function flowMeant(project: ProjectModel, { uri, name, exportedAs }: FlowReference): FlowModel | undefined {
  const flows = project.file(pathOf(uri))?.flows ?? [];
  if (exportedAs !== undefined) return flows.find((flow) => flow.exportedAs.includes(exportedAs));
  return name === undefined ? flows[0] : flows.find((flow) => flow.name === name);
}

function flowItem(project: ProjectModel, roots: readonly string[], flow: FlowModel): FlowItem {
  const path = relativePath(roots, flow.file.path);
  const [exportedAs] = flow.exportedAs;
  const tags = memberNamed(flow.options?.value, 'tags')?.value;
  const tagList = flow.options === undefined || tags === undefined ? undefined : jsonOf(flow.options.file, tags);
  return {
    name: flow.name ?? null,
    place: locationOf(flow.file, flow.call.span),
    nameRange: rangeOf(flow.file, flow.nameSpan),
    path,
    exportedAs: exportedAs ?? null,
    entrypoint: exportedAs === undefined ? null : `${path}:${exportedAs}`,
    description: descriptionOf(flow) ?? null,
    tags: Array.isArray(tagList) ? tagList.filter((tag) => typeof tag === 'string') : [],
    language: flow.file.model.language,
    parameters: flow.parameters.fields.map(({ name, required }) => ({ name, required })),
    deployments: deploymentsOfFlow(project, flow).map(deploymentItem),
  };
}

function deploymentItem(deployment: DeploymentModel): DeploymentItem {
  const { file, name, flowName, span, nameSpan, source } = deployment;
  return {
    name: name ?? null,
    flowName: flowName ?? null,
    place: locationOf(file, span),
    nameRange: rangeOf(file, nameSpan),
    source,
    workPool: textOption(deployment, 'workPoolName') ?? null,
    schedules: scheduleWords(deployment),
  };
}

/** A path below the innermost folder that holds it, with forward slashes; else the path as it is. */
export function relativePath(roots: readonly string[], path: string): string {
  const root = roots.filter((folder) => isBelow(folder, path)).toSorted((a, b) => b.length - a.length)[0];
  return (root === undefined ? path : path.slice(root.length).replace(/^[/\\]/, '')).replaceAll('\\', '/');
}
