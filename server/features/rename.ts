import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { FlowModel, LinkedFile, Located } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { rangeOf, touches, uriOf } from './locations.ts';
import type { TextLiteral } from './names.ts';
import { contentSpan, deploymentParts, deploymentUses, fullNameOf, isText, nameUseAt } from './names.ts';
import type { View } from './view.ts';

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
  if (/["'`\\\n]/.test(newName)) throw new RenameRefused('A name with quotes or backslashes has to be written by hand.');
  const changes: Record<string, TextEdit[]> = {};
  for (const file of view.project.files()) {
    const text = textOf(file.path);
    if (text === undefined) continue;
    const spans = renamed.kind === 'flow' ? flowSpans({ file, text }, view, renamed) : deploymentSpans({ file, text }, renamed);
    if (spans.length > 0)
      changes[uriOf(file.path)] = unique(spans).map((span) => ({
        range: rangeOf(file, span),
        newText: writtenAs(newName, { file, text }, span),
      }));
  }
  return { changes };
}

/** In YAML a text needs no quotes as long as none of its letters means something there. */
function writtenAs(name: string, { file, text }: Pick<View, 'file' | 'text'>, { start }: Span): string {
  const isBare = file.model.language === 'yaml' && !/["']/.test(text[start - 1] ?? '');
  return isBare && !/^[a-z_][\w .()-]*$/i.test(name) ? `'${name}'` : name;
}

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

function flowSpans(at: Pick<View, 'file' | 'text'>, { project }: View, { flowName }: Renamed): Span[] {
  const own = project.flowsNamed(flowName).flatMap((flow) => {
    const named = nameLiteral(flow);
    return named?.file.path === at.file.path ? [contentSpan(at, named.value)] : [];
  });
  const used = usesIn(at).filter(({ literal }) => literal.value.startsWith(`${flowName}/`));
  return [...own, ...used.flatMap(({ literal }) => deploymentParts(at, literal)?.flow ?? [])];
}

function deploymentSpans(at: Pick<View, 'file' | 'text'>, { flowName, deployment }: Renamed): Span[] {
  const fullName = `${flowName}/${deployment}`;
  const made = at.file.deployments.filter((one) => fullNameOf(one) === fullName);
  const own = made.flatMap(({ options }) => (options?.file.path === at.file.path ? options.value.members : []));
  const names = own.flatMap(({ name, value }) => (name === 'name' && isText(value) ? [contentSpan(at, value)] : []));
  const used = usesIn(at).filter(({ literal }) => literal.value === fullName);
  return [...names, ...used.flatMap(({ literal }) => deploymentParts(at, literal)?.deployment ?? [])];
}

const usesIn = ({ file }: { readonly file: LinkedFile }): { readonly literal: TextLiteral }[] => [...deploymentUses(file)];

/** The text that gives a flow its name, also through a constant. */
function nameLiteral({ options }: FlowModel): Located<TextLiteral> | undefined {
  const value = options?.value.members.find(({ name }) => name === 'name')?.value;
  const literal = value === undefined ? undefined : options?.file.literalOf(value);
  return literal !== undefined && isText(literal.value) ? { file: literal.file, value: literal.value } : undefined;
}

const unique = (spans: readonly Span[]): Span[] =>
  spans.filter((span, index) => spans.findIndex(({ start }) => start === span.start) === index);
