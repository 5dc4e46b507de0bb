import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Node, SourceFile } from 'ts-morph';
import { Project, SyntaxKind } from 'ts-morph';
import { templates } from '../../client/deployments/templates.ts';
import { translatedBy } from '../../client/l10n.ts';

const root = join(import.meta.dirname, '../..');

/** The texts of templates are code, and are the same in every language. */
const withoutTexts = new Set(['client/l10n.ts', 'client/deployments/templates.ts', 'client/deployments/agent-instructions.ts']);

const project = new Project({ skipAddingFilesFromTsConfig: true, compilerOptions: { allowImportingTsExtensions: true } });
const sources = globSync('client/**/*.ts', { cwd: root })
  .filter((file) => !withoutTexts.has(file))
  .map((file) => project.addSourceFileAtPath(join(root, file)));

/** The English text of a literal; `{…}` stands for the values of a template. */
function textOf(node: Node): string | undefined {
  if (node.isKind(SyntaxKind.StringLiteral) || node.isKind(SyntaxKind.NoSubstitutionTemplateLiteral)) return node.getLiteralText();
  if (!node.isKind(SyntaxKind.TemplateExpression)) return undefined;
  return [node.getHead(), ...node.getTemplateSpans().map((span) => span.getLiteral())].map((part) => part.getLiteralText()).join('{…}');
}

/** `t(…)` and `l10n.t(…)`. */
const translates = (node: Node): boolean =>
  node.isKind(SyntaxKind.CallExpression) && /^(t|(vscode\.)?l10n\.t)$/.test(node.getExpression().getText());

/** Names that are the same in every language: of the product, of states, of commands and of code. */
const names = new Set([
  'Millrace',
  'Millrace Server',
  'Millrace Language Server',
  'Pending',
  'Cancelling',
  'AwaitingRetry',
  'worker start',
  'export const',
]);

/** What programmers and machines read: logs, faults of the program itself, styles, and values that are compared. */
function isForPrograms(node: Node): boolean {
  if (node.isKind(SyntaxKind.CallExpression)) return /(^|\.)#?(log|output)\.(info|error)$/.test(node.getExpression().getText());
  if (node.isKind(SyntaxKind.NewExpression)) return /^(TypeError|Error)$/.test(node.getExpression().getText());
  if (node.isKind(SyntaxKind.PropertyAssignment)) return ['class', 'd', 'viewBox'].includes(node.getName());
  if (node.isKind(SyntaxKind.BinaryExpression))
    return /^[!=]==$/.test(node.getOperatorToken().getText()) || node.getLeft().getText().endsWith('.className');
  return node.isKind(SyntaxKind.ImportDeclaration) || node.isKind(SyntaxKind.LiteralType);
}

/** Two words, or one that begins as a sentence does; patterns of files and pages are neither. */
const looksHuman = (text: string): boolean =>
  /[A-Za-z]{2,}[ ,:][^=/]*[a-z]{2,}|^[A-Z][a-z]+/.test(text) && !/^(\*\*\/|<|default-src )/.test(text) && !names.has(text);

function untranslated(source: SourceFile): string[] {
  return source.getDescendants().flatMap((node) => {
    const text = textOf(node);
    if (text === undefined || !looksHuman(text)) return [];
    const call = node.getParent();
    const isKey = call !== undefined && keysOf(call).includes(text);
    // A value of a translated text is translated by itself.
    if (isKey || node.getAncestors().some(isForPrograms)) return [];
    return [`${source.getBaseName()}:${node.getStartLineNumber()} ${text}`];
  });
}

/** The English texts that a call translates: both when it chooses one of two. */
function keysOf(node: Node): string[] {
  if (!node.isKind(SyntaxKind.CallExpression) || !translates(node)) return [];
  const [key] = node.getArguments();
  const text = key === undefined ? undefined : textOf(key);
  return text === undefined ? [] : [text];
}

test('no text that people read is outside of the translation', () => {
  assert.deepEqual(sources.flatMap(untranslated), []);
});

test('the bundle of texts has what the client says, and nothing else', () => {
  const bundle: Record<string, string> = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8'));
  const said = sources.flatMap((source) => source.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap(keysOf));
  const offered = templates.flatMap(({ label, detail }) => [label, detail]);
  assert.deepEqual(Object.keys(bundle), [...new Set([...said, ...offered])].toSorted());
});

test('a page translates with the texts of the editor, and is English where they lack one', () => {
  const cases: [Record<string, string>, string, (string | number)[], string][] = [
    [{ '{0} task runs': '{0} Läufe von Aufgaben' }, '{0} task runs', [3], '3 Läufe von Aufgaben'],
    [{}, '{0} task runs', [3], '3 task runs'],
    [{ 'by {0}': 'von {0}' }, 'by {0}', [], 'von {0}'],
  ];
  for (const [texts, text, values, expected] of cases) assert.equal(translatedBy(texts)(text, ...values), expected);
});
