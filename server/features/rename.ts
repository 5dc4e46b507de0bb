import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { fullNameOf } from '../model/deployment-name.ts';
import type { DeploymentModel, LinkedFile, Located } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { memberNamed } from './contexts.ts';
import { rangeOf, touches, uriOf } from './locations.ts';
import type { TextLiteral } from './names.ts';
import { contentSpan, deploymentParts, runsByName, isText, nameUseAt } from './names.ts';
import type { View } from './view.ts';
import { writtenBetween } from './written-text.ts';

/** The text of a file: that of the editor where it is open. */
export type TextOf = (path: string) => string | undefined;

/** A rename that cannot be done; its message is for the user. */
export class RenameRefused extends Error {
  override readonly name = 'RenameRefused';
}

interface Renamed {
  readonly kind: 'flow' | 'deployment';
  readonly flowName: string;
  readonly deployment?: string;
  readonly span: Span;
}

/** The part of a text that a rename changes: the flow's or the deployment's name. */
export function prepareRename(view: View, offset: number): { range: Range; placeholder: string } | undefined {
  const renamed = renamedAt(view, offset);
  return renamed && { range: rangeOf(view.file, renamed.span), placeholder: view.text.slice(renamed.span.start, renamed.span.end) };
}

/** Renames a flow or a deployment as runs show it: where it is named, and wherever it is run by name, in code and configuration. */
export function rename(view: View, offset: number, newName: string, textOf: TextOf): WorkspaceEdit | undefined {
  const renamed = renamedAt(view, offset);
  if (renamed === undefined) return undefined;
  if (newName.trim() === '' || /[/%&><]/.test(newName)) throw new RenameRefused('A name cannot be empty or hold any of / % & > <.');
  refuseTaken(view, renamed, newName);
  refuseShared(view, renamed);
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, value, part } of unique([...namesGiven(view, renamed), ...namesUsed(view, renamed)])) {
    const text = textOf(file.path);
    const content = text === undefined ? undefined : contentSpan({ text }, value);
    const span = text === undefined || part === undefined ? content : deploymentParts({ text }, value)?.[part];
    if (text === undefined || content === undefined || span === undefined) continue;
    const newText = writtenBetween({ file, text }, content.start, newName);
    (changes[uriOf(file.path)] ??= []).push({ range: rangeOf(file, span), newText });
  }
  return { changes };
}

/** Refuses a name that another flow, or another deployment of the flow, has. */
function refuseTaken({ project }: View, { kind, flowName, deployment }: Renamed, newName: string): void {
  const [flow] = kind === 'flow' && newName !== flowName ? project.flowsNamed(newName) : [];
  if (flow !== undefined)
    throw new RenameRefused(`Another flow is named "${newName}" (${fileName(flow.file)}): names of flows are unique.`);
  const [other] = kind === 'deployment' && newName !== deployment ? project.deploymentsNamed(`${flowName}/${newName}`) : [];
  if (other !== undefined) throw new RenameRefused(`Deployment "${flowName}/${newName}" exists already (${fileName(other.file)}).`);
}

/** Refuses where a constant also gives another deployment its name, which is then run by a name that it has no more. */
function refuseShared(view: View, renamed: Renamed): void {
  if (renamed.kind === 'flow') return;
  const places = new Set(namesGiven(view, renamed).map(placeOf));
  for (const other of view.project.deployments()) {
    const given = nameGiven(other);
    const isSame = other.name === renamed.deployment && other.flowName === renamed.flowName;
    if (given !== undefined && !isSame && places.has(placeOf(given)))
      throw new RenameRefused(
        `The same constant (${fileName(given.file)}) names deployment "${fullNameOf(other) ?? other.name ?? ''}", too.`,
      );
  }
}

const fileName = ({ path }: LinkedFile): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

function renamedAt(view: View, offset: number): Renamed | undefined {
  const use = nameUseAt(view.file, offset);
  if (use === undefined) return undefined;
  const { literal } = use;
  if (use.kind === 'flowName') return { kind: 'flow', flowName: literal.value, span: contentSpan(view, literal) };
  if (use.kind === 'deploymentName' && use.deployment?.flowName !== undefined) {
    return { kind: 'deployment', flowName: use.deployment.flowName, deployment: literal.value, span: contentSpan(view, literal) };
  }
  return use.kind === 'deployment' ? inFullName(view, literal, offset) : undefined;
}

function inFullName(view: Pick<View, 'text'>, literal: TextLiteral, offset: number): Renamed | undefined {
  const parts = deploymentParts(view, literal);
  const [flowName, deployment] = literal.value.split('/');
  if (parts === undefined || flowName === undefined || deployment === undefined) return undefined;
  if (!touches(parts.flow, offset)) return { kind: 'deployment', flowName, deployment, span: parts.deployment };
  return { kind: 'flow', flowName, span: parts.flow };
}

/** A text that changes: all of it, or one part of `flow/deployment`. */
interface Changed extends Located<TextLiteral> {
  readonly part?: 'flow' | 'deployment';
}

/** The texts that give the renamed its name, also through constants of other files. */
function namesGiven({ project }: View, { kind, flowName, deployment }: Renamed): Changed[] {
  const named = kind === 'flow' ? project.flowsNamed(flowName) : project.deploymentsNamed(`${flowName}/${deployment}`);
  return named.flatMap((one) => nameGiven(one) ?? []);
}

function nameGiven({ options }: Pick<DeploymentModel, 'options'>): Located<TextLiteral> | undefined {
  const value = memberNamed(options?.value, 'name')?.value;
  const literal = value === undefined ? undefined : options?.file.literalOf(value);
  return literal !== undefined && isText(literal.value) ? { file: literal.file, value: literal.value } : undefined;
}

/** The texts by which it is run. */
function namesUsed({ project }: View, { kind, flowName, deployment }: Renamed): Changed[] {
  const isMeant = (name: string): boolean => (kind === 'flow' ? name.startsWith(`${flowName}/`) : name === `${flowName}/${deployment}`);
  const texts = [...project.files()].flatMap((file) => [...runsByName(file)]).map(({ text }) => text);
  return texts.filter(({ value }) => isMeant(value.value)).map((text) => ({ ...text, part: kind }));
}

const placeOf = ({ file, value }: Located): string => `${file.path}:${value.span.start}`;

const unique = (texts: readonly Changed[]): Changed[] => [...new Map(texts.map((text) => [placeOf(text), text])).values()];
