import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PositionEncodingKind } from 'vscode-languageserver-protocol';

/** What `initialize` says of a client. */
export interface Editor {
  readonly capabilities: object;
  readonly initializationOptions?: object;
  /** Whether it names the folder by `workspaceFolders`, by `rootUri`, or by both. */
  readonly roots: 'folders' | 'uri' | 'both' | 'none';
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const actionKinds = { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'refactor.extract', 'refactor.inline', 'source'] } };
const tags = { valueSet: [1, 2] };

/** A client that takes everything, has diagnostics pushed and knows no versions in edits. */
export const capableEditor = {
  workspace: { applyEdit: true, symbol: { symbolKind: { valueSet: upTo(26) } } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, tagSupport: tags, codeDescriptionSupport: true },
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] },
      completionItemKind: { valueSet: upTo(25) },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    signatureHelp: { signatureInformation: { documentationFormat: ['markdown'], parameterInformation: { labelOffsetSupport: true } } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true, symbolKind: { valueSet: upTo(26) } },
    codeAction: { isPreferredSupport: true, codeActionLiteralSupport: actionKinds },
    rename: { prepareSupport: true },
  },
};

/** Some clients write what they do not claim as null. */
const writesNull: Editor = {
  roots: 'folders',
  capabilities: {
    workspace: {
      applyEdit: true,
      workspaceEdit: { documentChanges: true, resourceOperations: null, failureHandling: null },
      symbol: null,
      configuration: true,
      workspaceFolders: true,
    },
    textDocument: {
      completion: { completionItem: { snippetSupport: true, documentationFormat: null }, completionItemKind: null, contextSupport: true },
      hover: { contentFormat: null },
      signatureHelp: null,
      documentSymbol: null,
      definition: null,
      codeAction: { codeActionLiteralSupport: null, isPreferredSupport: null, resolveSupport: null },
      rename: null,
      publishDiagnostics: { relatedInformation: null, tagSupport: null },
      foldingRange: { lineFoldingOnly: null },
      diagnostic: null,
    },
    window: { workDoneProgress: null, showMessage: null },
  },
};

/** Clients of the protocol's first version: one folder by its URI, no literals, no markup, no dynamic registration. */
const commandsOnly: Editor = {
  roots: 'uri',
  capabilities: { workspace: { applyEdit: true }, textDocument: { codeAction: { dynamicRegistration: false } } },
};

/**
 * The clients of `editors/`, as their `initialize` was recorded, or as their sources write it, which `source` says; what they claim
 * of semantic tokens is left out. Besides them a few that are made up, for what those do not cover.
 */
export const editors: Readonly<Record<string, Editor>> = {
  ...editorsOnDisk(),
  'one that writes null': writesNull,
  'one that takes commands for actions': commandsOnly,
  'one with settings in its initializationOptions': {
    roots: 'both',
    capabilities: capableEditor,
    initializationOptions: { millrace: { lint: { rules: { 'unknown-option': 'warn' } } } },
  },
  'one that counts in UTF-8, and says nothing of UTF-16': {
    roots: 'both',
    capabilities: { ...capableEditor, general: { positionEncodings: [PositionEncodingKind.UTF8] } },
  },
  'one that claims nothing, with a single file': { roots: 'none', capabilities: {} },
};

function editorsOnDisk(): Record<string, Editor> {
  const folder = join(import.meta.dirname, 'editors');
  const all = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Editor & { client: string });
  return Object.fromEntries(all.map((editor) => [editor.client, editor]));
}
