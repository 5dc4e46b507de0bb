import type { ParameterInformation, SignatureHelp } from 'vscode-languageserver-types';
import type { FlowModel } from '../model/entities.ts';
import type { ObjectValue } from '../model/value.ts';
import { isInside, memberAt, memberNamed, optionsAt } from './contexts.ts';
import { descriptionOf } from './descriptions.ts';
import { displayName, parameterText } from './signature-text.ts';
import type { View } from './view.ts';

/** The parameters of the flow while the `parameters` of `runDeployment` or of a deployment are typed. */
export function signatureHelp(view: View, offset: number): SignatureHelp | undefined {
  const context = optionsAt(view, offset);
  const given = memberNamed(context?.object, 'parameters')?.value;
  if (context === undefined || given?.kind !== 'object' || !isInside(given.span, offset)) return undefined;
  const active = memberAt(given, view, offset)?.member.name;
  const signatures = context.flows.map((flow) => signatureOf(flow, context.deployment));
  if (signatures.length === 0) return undefined;
  const [flow] = context.flows;
  const index = flow?.parameters.fields.findIndex(({ name }) => name === (active ?? nextOf(flow, given))) ?? -1;
  return { signatures, activeSignature: 0, ...(index < 0 ? {} : { activeParameter: index }) };
}

/** Where no name is written yet: the first parameter that must be given and is not, else the first that may be. */
function nextOf({ parameters }: FlowModel, given: ObjectValue): string | undefined {
  const missing = parameters.fields.filter(({ name }) => memberNamed(given, name) === undefined);
  return (missing.find(({ required }) => required) ?? missing[0])?.name;
}

const separator = ', ';

function signatureOf(flow: FlowModel, deployment: string | undefined): SignatureHelp['signatures'][number] {
  const name = `${deployment ?? displayName(flow)}(`;
  const labels = flow.parameters.fields.map((field) => parameterText(field));
  // By their places: one may be written in another one.
  const starts = labels.map((_, index) =>
    labels.slice(0, index).reduce((start, { length }) => start + length + separator.length, name.length),
  );
  const parameters = flow.parameters.fields.map(({ description: documentation }, index): ParameterInformation => {
    const start = starts[index] ?? 0;
    return {
      label: [start, start + (labels[index]?.length ?? 0)],
      ...(documentation === undefined ? {} : { documentation }),
    };
  });
  const description = descriptionOf(flow);
  return {
    label: `${name}${labels.join(separator)})`,
    parameters,
    ...(description === undefined ? {} : { documentation: description }),
  };
}
