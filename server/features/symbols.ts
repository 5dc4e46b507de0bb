import type { DocumentSymbol, WorkspaceSymbol } from 'vscode-languageserver-types';
import type { DeploymentModel, FlowModel, LinkedFile, TaskModel } from '../model/entities.ts';
import { scheduleWords } from './descriptions.ts';
import { locationOf } from './locations.ts';
import { deploymentTitle } from './names.ts';
import { typeText } from '../model/type-text.ts';
import { displayName } from './signature-text.ts';
import { symbolAt, symbolKinds, symbolOfDeployment, symbolOfRunnable } from './symbol-places.ts';
import type { View } from './view.ts';
import { isSame } from './view.ts';
import { memberName } from './written-text.ts';

/** The flows, tasks and deployments of a file; a flow holds its deployments, both hold their parameters. */
export function documentSymbols(file: LinkedFile): DocumentSymbol[] {
  const runnables = [...file.flows, ...file.tasks].map((runnable) => runnableSymbol(file, runnable));
  const loose = file.deployments.filter(({ flow }) => flow === undefined || !file.flows.some((one) => isSame(one, flow)));
  return [...runnables, ...loose.map(deploymentSymbol)].toSorted((a, b) => a.range.start.line - b.range.start.line);
}

function runnableSymbol(file: LinkedFile, runnable: FlowModel | TaskModel): DocumentSymbol {
  const parameters = runnable.parameters.fields.flatMap((field) =>
    field.span === undefined || runnable.functionFile.path !== file.path
      ? []
      : [
          {
            ...symbolAt(file, { name: memberName(field.name), kind: 'parameter', span: field.span, nameSpan: field.span }),
            detail: typeText(field.type),
          },
        ],
  );
  const deployments = file.deployments.filter(({ flow }) => flow !== undefined && isSame(flow, runnable)).map(deploymentSymbol);
  return { ...symbolOfRunnable(runnable), detail: runnable.kind, children: [...parameters, ...deployments] };
}

const deploymentSymbol = (deployment: DeploymentModel): DocumentSymbol => ({
  ...symbolOfDeployment(deployment),
  detail: ['deployment', ...scheduleWords(deployment)].join(' · '),
});

/** Flows, tasks and deployments of the workspace whose names hold the letters of the query in their order. */
export function workspaceSymbols({ project }: Pick<View, 'project'>, query: string): WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const file of project.files()) {
    for (const runnable of [...file.flows, ...file.tasks]) {
      const span = runnable.bindingSpan ?? runnable.nameSpan;
      found.push({
        name: displayName(runnable),
        kind: symbolKinds[runnable.kind],
        location: locationOf(file, span),
        containerName: runnable.kind,
      });
    }
    for (const deployment of file.deployments) {
      if (deployment.name !== undefined)
        found.push({
          name: deploymentTitle(deployment),
          kind: symbolKinds.deployment,
          location: locationOf(file, deployment.nameSpan),
          containerName: 'deployment',
        });
    }
  }
  return found.filter(({ name }) => isSubsequence(query.toLowerCase().replaceAll(/\s/g, ''), name.toLowerCase()));
}

function isSubsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
