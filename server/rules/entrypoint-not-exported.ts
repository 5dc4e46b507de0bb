import type { DeploymentModel, FlowModel, LinkedFile, ProjectModel } from '../model/entities.ts';
import { insert, isModule } from './facts/edits.ts';
import { isExported, nameOf, titleOf } from './facts/names.ts';
import { pathFrom } from './facts/places.ts';
import { listed } from './facts/wording.ts';
import type { Finding, Fix } from './rule.ts';
import { allLanguages, defineRule } from './rule.ts';

/** Deployments that their own process serves need no entrypoint. */
export const entrypointNotExported = defineRule({
  id: 'entrypoint-not-exported',
  group: 'names',
  summary: 'A deployed flow cannot be imported: its file does not export it',
  severity: 'error',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'safe',
  check({ file, project, report }) {
    for (const deployment of file.deployments) {
      if (deployment.source !== 'deploy' && deployment.source !== 'config') continue;
      const finding = deployment.entrypoint === undefined ? unexported(file, deployment) : unresolved(file, project, deployment);
      if (finding !== undefined) report(finding);
    }
  },
});

/** Without an entrypoint it is the file of the flow, and the flow's export in it. Flows inside of functions are another rule's. */
function unexported(file: LinkedFile, { flow, source, span, nameSpan }: DeploymentModel): Finding | undefined {
  if (flow === undefined || source !== 'deploy' || flow.file.model.language === 'python') return undefined;
  if (isExported(flow) || flow.call.function >= 0 || isBehindExport(flow)) return undefined;
  return {
    span: nameSpan.start >= span.start ? nameSpan : span,
    message: `${flow.file === file ? 'This file' : pathFrom(file, flow.file)} does not export ${titleOf(flow)}: a worker that imports the file does not find it, so every run of this deployment fails. Export the flow.`,
    fixes: flow.file === file ? exporting(flow) : [],
  };
}

/** A variant made by withOptions, or an element of an exported registry, may be reached under another name. */
const isBehindExport = (flow: FlowModel): boolean =>
  flow.bindingSpan === undefined ||
  flow.file.flows.some((other) => other !== flow && other.name === flow.name && other.exportedAs.length > 0);

function exporting({ bindingSpan }: FlowModel): readonly Fix[] {
  const fix: Fix = {
    title: 'Export the flow',
    kind: 'safe',
    edits(text) {
      if (bindingSpan === undefined || !isModule(text)) return undefined;
      const line = text.lastIndexOf('\n', bindingSpan.start) + 1;
      return /^(const|let|var) +$/.test(text.slice(line, bindingSpan.start)) ? [insert(line, 'export ')] : undefined;
    },
  };
  return [fix];
}

/** `flows/etl.ts:etl`, looked up as the worker does: an export of that name, or an exported flow that is called so. */
function unresolved(file: LinkedFile, project: ProjectModel, { entrypoint }: DeploymentModel): Finding | undefined {
  const written = entrypoint === undefined ? undefined : file.literalOf(entrypoint.value);
  const text = written?.value.value;
  if (written?.file !== file || typeof text !== 'string') return undefined;
  // Prefect also takes a module of Python's, which is looked for where the worker runs.
  if (file.model.language === 'yaml' && /^\w+(\.\w+)+$/.test(text) && !/\.([cm]?[jt]s|py)$/.test(text)) return undefined;
  const at = text.lastIndexOf(':');
  const [path, name] = [text.slice(0, at), text.slice(at + 1)];
  if (at <= 0 || name === '') {
    return {
      span: written.value.span,
      message: `'${text}' is not an entrypoint, so no worker finds the flow: an entrypoint has the form 'path/to/file:flow'.`,
    };
  }
  const target = fileAt(project, file, path);
  if (target === undefined || target.model.broken) return undefined;
  const flows = target.flows.filter((flow) => isExported(flow) || target.model.language === 'python');
  const isThere = flows.some(
    (flow) => flow.exportedAs.includes(name) || flow.name === name || flow.binding === name || flow.function?.name === name,
  );
  const isOther = target.model.exports.some((item) => item.name === name || item.name === '*' || 'from' in item);
  if (isThere || isOther) return undefined;
  const verb = target.model.language === 'python' ? 'has' : 'exports';
  const others = listed(flows.map((flow) => flow.exportedAs[0] ?? nameOf(flow)));
  const has = flows.length === 0 ? 'no flow' : `${others}, but no flow '${name}'`;
  return {
    span: written.value.span,
    message: `'${path}' ${verb} ${has}: a worker does not find '${name}', so every run of this deployment fails. Name a flow that the file ${verb}.`,
  };
}

/** The file that an entrypoint names: from the folder of the configuration; in code from the one where the program is started, which is above. */
function fileAt(project: ProjectModel, { path: from, model }: LinkedFile, path: string): LinkedFile | undefined {
  const above = model.language === 'yaml' ? 0 : from.split('/').length - 1;
  for (let up = 0; up <= above; up += 1) {
    const resolved = project.resolvePath(from, `${'../'.repeat(up)}${path}`);
    if (resolved !== undefined) return project.file(resolved);
  }
  return undefined;
}
