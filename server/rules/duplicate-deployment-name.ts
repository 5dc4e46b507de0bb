import type { DeploymentModel } from '../model/entities.ts';
import { isTestFile, pathFrom } from './facts/places.ts';
import { allLanguages, defineRule } from './rule.ts';

/** The same deployment in code and in configuration counts, too: the last one to deploy wins. Of branches and functions one may be taken. */
export const duplicateDeploymentName = defineRule({
  id: 'duplicate-deployment-name',
  group: 'names',
  summary: 'Two deployments of a flow have the same name',
  severity: 'warning',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'none',
  check({ file, project, report }) {
    if (isTestFile(file.path)) return;
    for (const deployment of file.deployments) {
      const { name, flowName } = deployment;
      if (name === undefined || isChosen(deployment)) continue;
      const same = flowName === undefined ? sameEntrypoint(deployment) : project.deploymentsNamed(`${flowName}/${name}`);
      const others = same.filter((other) => isOther(deployment, other));
      const [other] = others;
      if (other === undefined) continue;
      const title = flowName === undefined ? `'${name}' of ${entrypointOf(deployment)}` : `'${flowName}/${name}'`;
      const where = other.file === file ? 'declared twice in this file' : `also declared in ${pathFrom(file, other.file)}`;
      report({
        span: deployment.nameSpan,
        message: `The deployment ${title} is ${where}: the one that is deployed last replaces the other, with its schedule and parameters. Give one of them another name.`,
        related: others.map((one) => ({ path: one.file.path, span: one.nameSpan, message: `Also ${title}` })),
      });
    }
  },
});

/** Those of a configuration whose flow is not read, as one in Python, and that name it by the same words. */
function sameEntrypoint(deployment: DeploymentModel): readonly DeploymentModel[] {
  const entrypoint = entrypointOf(deployment);
  if (entrypoint === undefined) return [];
  return deployment.file.deployments.filter((other) => other.name === deployment.name && entrypointOf(other) === entrypoint);
}

function entrypointOf({ file, source, entrypoint }: DeploymentModel): string | undefined {
  const text = source === 'config' && entrypoint !== undefined ? file.literalOf(entrypoint.value)?.value.value : undefined;
  return typeof text === 'string' ? text : undefined;
}

const isOther = (deployment: DeploymentModel, other: DeploymentModel): boolean =>
  (other.file !== deployment.file || other.span.start !== deployment.span.start) && !isTestFile(other.file.path) && !isChosen(other);

/** Whether there may be runs of the program that do without it. */
function isChosen({ file, span }: DeploymentModel): boolean {
  const call = file.model.calls.find((one) => one.span.start === span.start && one.span.end === span.end);
  return call !== undefined && (call.conditional === true || call.function >= 0);
}
