import { fullNameOf } from '../model/deployment-name.ts';
import type { FlowModel } from '../model/entities.ts';
import type { FlowReference, Lens } from '../protocol.ts';
import { deploymentsOfFlow, lastRunOf } from './descriptions.ts';
import { rangeOf, uriOf } from './locations.ts';
import type { View } from './view.ts';

/** What may stand above the flows and deployments of a file, as data: the client knows the commands and the words. */
export function lenses({ project, file }: Pick<View, 'project' | 'file'>): Lens[] {
  const ofFlows = file.flows.map((flow): Lens => {
    const [newest] = deploymentsOfFlow(project, flow)
      .flatMap((deployment) => lastRunOf(project, deployment) ?? [])
      .toSorted((a, b) => b.at.localeCompare(a.at));
    return {
      range: rangeOf(file, flow.bindingSpan ?? flow.nameSpan),
      flow: referenceTo(flow),
      flowName: flow.name ?? null,
      kind: 'flow',
      deployment: null,
      lastRun: newest ?? null,
    };
  });
  const ofDeployments = file.deployments.flatMap((deployment): Lens[] => {
    if (deployment.flow === undefined) return [];
    return [
      {
        range: rangeOf(file, deployment.nameSpan),
        flow: referenceTo(deployment.flow),
        flowName: deployment.flowName ?? null,
        kind: 'deployment',
        deployment: fullNameOf(deployment) ?? null,
        lastRun: lastRunOf(project, deployment) ?? null,
      },
    ];
  });
  return [...ofFlows, ...ofDeployments];
}

/** How requests name a flow. */
function referenceTo({ file, name, exportedAs: [exportedAs] }: FlowModel): FlowReference {
  return { uri: uriOf(file.path), ...(name === undefined ? {} : { name }), ...(exportedAs === undefined ? {} : { exportedAs }) };
}
