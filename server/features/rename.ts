import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { LinkedFile, Located } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import type { ObjectValue } from '../model/value.ts';
import { memberNamed } from './contexts.ts';
import { rangeOf, touches, uriOf } from './locations.ts';
import type { TextLiteral } from './names.ts';
import { contentSpan, deploymentParts, deploymentUses, isText, nameUseAt } from './names.ts';
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
  const changes: Record<string, TextEdit[]> = {};
  for (const file of view.project.files()) {
    const text = textOf(file.path);
    if (text === undefined) continue;
    const pieces = renamed.kind === 'flow' ? flowPieces({ file, text }, view, renamed) : deploymentPieces({ file, text }, view, renamed);
    if (pieces.length > 0)
      changes[uriOf(file.path)] = unique(pieces).map(({ span, textStart }) => ({
        range: rangeOf(file, span),
        newText: writtenBetween({ file, text }, textStart, newName),
      }));
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

/** What changes in a text, and where that text begins: its quote says what must be escaped. */
interface Piece {
  readonly span: Span;
  readonly textStart: number;
}

function flowPieces(at: Pick<View, 'file' | 'text'>, { project }: View, { flowName }: Renamed): Piece[] {
  const own = project.flowsNamed(flowName).flatMap(({ options }) => nameIn(at, options));
  const used = [...deploymentUses(at.file)].filter(({ literal }) => literal.value.startsWith(`${flowName}/`));
  return [...own, ...used.flatMap(({ literal }) => pieceOf(at, literal, deploymentParts(at, literal)?.flow))];
}

function deploymentPieces(at: Pick<View, 'file' | 'text'>, { project }: View, { flowName, deployment }: Renamed): Piece[] {
  const fullName = `${flowName}/${deployment}`;
  const own = project.deploymentsNamed(fullName).flatMap(({ options }) => nameIn(at, options));
  const used = [...deploymentUses(at.file)].filter(({ literal }) => literal.value === fullName);
  return [...own, ...used.flatMap(({ literal }) => pieceOf(at, literal, deploymentParts(at, literal)?.deployment))];
}

/** The text in this file that gives something its name, also through a constant. */
function nameIn(at: Pick<View, 'file' | 'text'>, options: Located<ObjectValue> | undefined): Piece[] {
  const value = memberNamed(options?.value, 'name')?.value;
  const literal = value === undefined ? undefined : options?.file.literalOf(value);
  if (literal === undefined || !isText(literal.value) || literal.file.path !== at.file.path) return [];
  return pieceOf(at, literal.value, contentSpan(at, literal.value));
}

const pieceOf = (at: Pick<View, 'text'>, literal: TextLiteral, span: Span | undefined): Piece[] =>
  span === undefined ? [] : [{ span, textStart: contentSpan(at, literal).start }];

const unique = (pieces: readonly Piece[]): Piece[] =>
  pieces.filter(({ span }, index) => pieces.findIndex((one) => one.span.start === span.start) === index);
