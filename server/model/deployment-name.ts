import type { DeploymentModel } from './entities.ts';

/** `flow/deployment` of a deployment in code or configuration; undefined when a part is computed. */
export const fullNameOf = ({ name, flowName }: Pick<DeploymentModel, 'name' | 'flowName'>): string | undefined =>
  name === undefined || flowName === undefined ? undefined : `${flowName}/${name}`;
