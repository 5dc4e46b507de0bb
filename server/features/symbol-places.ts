import type { Range, SymbolKind } from 'vscode-languageserver-types';
import type { DeploymentModel, FlowModel, LinkedFile, TaskModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { rangeOf } from './locations.ts';
import { deploymentTitle } from './names.ts';
import { displayName } from './signature-text.ts';

/** What flows, tasks and the like are among the symbols of other languages, by the numbers of the protocol. */
export const symbolKinds = { flow: 12, task: 6, deployment: 24, parameter: 13 } as const satisfies Record<string, SymbolKind>;

/** What symbols and the items of a call hierarchy have in common. */
interface SymbolPlace {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly range: Range;
  readonly selectionRange: Range;
}

/** A symbol with its name and all of it in a file. */
export function symbolAt(
  file: LinkedFile,
  { name, kind, span, nameSpan }: { name: string; kind: keyof typeof symbolKinds; span: Span; nameSpan: Span },
): SymbolPlace {
  // The protocol wants the selection inside the range; the variable stands before the call that it holds.
  const whole = { start: Math.min(span.start, nameSpan.start), end: Math.max(span.end, nameSpan.end) };
  return { name, kind: symbolKinds[kind], range: rangeOf(file, whole), selectionRange: rangeOf(file, nameSpan) };
}

/** A flow or task by its variable, else by its name. */
export const symbolOfRunnable = (runnable: FlowModel | TaskModel): SymbolPlace =>
  symbolAt(runnable.file, {
    name: displayName(runnable),
    kind: runnable.kind,
    span: runnable.call.span,
    nameSpan: runnable.bindingSpan ?? runnable.nameSpan,
  });

/** A deployment by the place of its name, which may be the call that makes it. */
export const symbolOfDeployment = (deployment: DeploymentModel): SymbolPlace =>
  symbolAt(deployment.file, {
    name: deploymentTitle(deployment),
    kind: 'deployment',
    span: deployment.span,
    nameSpan: deployment.nameSpan,
  });
