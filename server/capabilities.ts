import type { ClientCapabilities, ServerCapabilities } from 'vscode-languageserver';
import { fixAllKind } from './features/code-actions.ts';
import type { ServerExtensions } from './protocol.ts';
import { protocolVersion } from './protocol.ts';

/** Whether the client asks for diagnostics by itself; else they are pushed. */
export const pullsDiagnostics = ({ textDocument }: ClientCapabilities): boolean => textDocument?.diagnostic !== undefined;

/** What the server offers to a client. */
export function capabilitiesFor(client: ClientCapabilities): ServerCapabilities {
  const millrace: ServerExtensions = { protocolVersion };
  return {
    textDocumentSync: { openClose: true, change: 2 },
    positionEncoding: 'utf-16',
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(pullsDiagnostics(client)
      ? { diagnosticProvider: { identifier: 'millrace', interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
    codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.extract', 'refactor.rewrite', fixAllKind] },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ["'", '"', '/', '{', ','] },
    signatureHelpProvider: { triggerCharacters: ['{', ',', ':'] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: { label: 'Millrace' },
    workspaceSymbolProvider: true,
    renameProvider: { prepareProvider: true },
    callHierarchyProvider: true,
    inlayHintProvider: true,
    foldingRangeProvider: true,
    experimental: { millrace },
  };
}
