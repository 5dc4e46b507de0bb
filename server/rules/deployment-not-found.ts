import { fullNameOf } from '../model/deployment-name.ts';
import type { ProjectModel } from '../model/entities.ts';
import { deploymentRuns } from './facts/deployments.ts';
import { restring } from './facts/edits.ts';
import { isTestFile } from './facts/places.ts';
import { listed, nearest, spelled } from './facts/wording.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Deployments can be made outside of the project, so without a server only misspelled names of known ones are reported. */
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
          message: `'${wanted}' is not the name of a deployment, so ${run} fails: names have the form 'flow/deployment'.`,
        });
        continue;
      }
      if (project.deploymentsNamed(wanted).length > 0) continue;
      known ??= knownNames(project);
      if (known.has(wanted) || mayBe(project, wanted)) continue;
      const meant =
        project.server === undefined
          ? nearest(
              wanted,
              [...known].filter((other) => isMisspelled(wanted, other)),
            )
          : (nearest(wanted, known) ?? sameFlow(project, wanted));
      if (meant === undefined && project.server === undefined) continue;
      const others = known.size > 0 && known.size <= 5 ? ` There are ${listed([...known])}.` : '';
      const advice = meant === undefined ? `Deploy it first.${others}` : `Did you mean '${meant}'?`;
      report({
        span: name.value.span,
        message: `There is no deployment '${wanted}' ${project.server === undefined ? 'in this project' : 'on the server or in this project'}, so this ${run} fails. ${advice}`,
        fixes: meant === undefined ? [] : restring(`Use '${meant}'`, name.value, meant),
      });
    }
  },
});

function knownNames(project: ProjectModel): Set<string> {
  const names = new Set<string>();
  for (const deployment of [...project.deployments(), ...(project.server?.deployments ?? [])]) {
    const name = fullNameOf(deployment);
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** Whether a deployment of that name is declared whose flow is not known: in a language that is not read, or computed. */
function mayBe(project: ProjectModel, wanted: string): boolean {
  const [flow, own] = wanted.split('/');
  return [...project.deployments()].some(
    ({ flowName, name }) => (flowName === undefined && (name === undefined || name === own)) || (flowName === flow && name === undefined),
  );
}

/**
 * Whether a name is another one misspelled, rather than that of a sibling: `load/dev` beside `load/prod`, `chunk-2` beside
 * `chunk-1` and `load-eu` beside `load-us` are.
 */
function isMisspelled(wanted: string, name: string): boolean {
  const [flow, own] = wanted.split('/');
  const [knownFlow, knownOwn] = name.split('/');
  const other = flow === knownFlow ? [own, knownOwn] : own === knownOwn ? [flow, knownFlow] : [];
  const [words = [], knownWords = []] = other.map((part) => (part ?? '').split(/[^a-z]+/i));
  const differing = words.flatMap((word, index) => (word === knownWords[index] ? [] : [[word, knownWords[index] ?? ''] as const]));
  if (words.length !== knownWords.length) return nearest(words.join(''), [knownWords.join('')]) !== undefined && words.join('') !== '';
  return differing.length > 0 && differing.every(([word, known]) => word.length > 2 && nearest(word, [known]) !== undefined);
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
