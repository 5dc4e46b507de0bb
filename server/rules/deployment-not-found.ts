import type { ProjectModel } from '../model/entities.ts';
import { deploymentRuns } from './facts/deployments.ts';
import { restring } from './facts/edits.ts';
import { isTestFile } from './facts/places.ts';
import { listed, nearest, spelled } from './facts/wording.ts';
import { codeLanguages, defineRule } from './rule.ts';

/**
 * Deployments can be made outside of the project, so without a server only names close to known ones are reported, and those
 * of a flow that has one deployment in the project.
 */
export const deploymentNotFound = defineRule({
  id: 'deployment-not-found',
  group: 'names',
  summary: 'A deployment is named that does not exist, in the code, in the configuration or on the server',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, project, report }) {
    if (isTestFile(file.path)) return;
    const run = spelled(file.model.language, 'runDeployment');
    let known: ReadonlySet<string> | undefined;
    for (const { name } of deploymentRuns(file)) {
      const wanted = name?.value.value;
      if (name?.file !== file || typeof wanted !== 'string') continue;
      const parts = wanted.split('/');
      if (parts.length !== 2 || parts.includes('')) {
        report({
          span: name.value.span,
          message: `'${wanted}' is no deployment's name, so ${run} throws: it has the form 'flow/deployment'.`,
        });
        continue;
      }
      if (project.deploymentsNamed(wanted).length > 0) continue;
      known ??= knownNames(project);
      if (known.has(wanted) || mayBe(project, wanted)) continue;
      const meant = nearest(wanted, known) ?? sameFlow(project, wanted);
      if (meant === undefined && project.server === undefined) continue;
      const advice = meant === undefined ? 'Deploy it first.' : `Did you mean '${meant}'?`;
      report({
        span: name.value.span,
        message: `There is no deployment '${wanted}' ${project.server === undefined ? 'in this project' : 'on the server or in this project'}: ${run} throws when it gets here. ${advice}${known.size > 0 && known.size <= 5 ? ` Known are ${listed([...known])}.` : ''}`,
        fixes: meant === undefined ? [] : [restring(`Use '${meant}'`, name.value.span, meant)],
      });
    }
  },
});

function knownNames(project: ProjectModel): Set<string> {
  const names = new Set<string>();
  for (const { flowName, name } of project.deployments())
    if (flowName !== undefined && name !== undefined) names.add(`${flowName}/${name}`);
  for (const { flowName, name } of project.server?.deployments ?? []) names.add(`${flowName}/${name}`);
  return names;
}

/** Whether a deployment of that name is declared whose flow is not known: in a language that is not read, or computed. */
function mayBe(project: ProjectModel, wanted: string): boolean {
  const [flow, own] = wanted.split('/');
  return [...project.deployments()].some(
    ({ flowName, name }) => (flowName === undefined && (name === undefined || name === own)) || (flowName === flow && name === undefined),
  );
}

/** The only deployment of a flow of the project, when the project declares all of its deployments by name. */
function sameFlow(project: ProjectModel, wanted: string): string | undefined {
  const flow = wanted.split('/')[0] ?? '';
  if (project.flowsNamed(flow).length === 0) return undefined;
  const own = [...project.deployments()];
  if (own.some(({ name, flowName }) => name === undefined || flowName === undefined)) return undefined;
  const names = new Set(own.filter(({ flowName }) => flowName === flow).map(({ name }) => `${flow}/${name}`));
  return names.size === 1 ? [...names][0] : undefined;
}
