import type { ServerCapabilities } from 'vscode-languageserver';
import type { Abilities } from './abilities.ts';
import { applyEditCommand } from './answers.ts';
import { fixAllKind } from './features/code-actions.ts';
import type { ServerExtensions } from './protocol.ts';
import { protocolVersion } from './protocol.ts';

/** What the server offers to a client. */
export function capabilitiesFor({ pulls, watchesFiles, actions, prepareRename }: Abilities): ServerCapabilities {
  const millrace: ServerExtensions = { protocolVersion };
  return {
    textDocumentSync: { openClose: true, change: 2, ...(watchesFiles ? {} : { save: true }) },
    positionEncoding: 'utf-16',
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(pulls ? { diagnosticProvider: { identifier: 'millrace', interFileDependencies: true, workspaceDiagnostics: true } } : {}),
    ...actionsFor(actions),
    hoverProvider: true,
    completionProvider: { triggerCharacters: ["'", '"', '/', '{', ','] },
    signatureHelpProvider: { triggerCharacters: ['{', ',', ':'] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: { label: 'Millrace' },
    workspaceSymbolProvider: true,
    renameProvider: prepareRename ? { prepareProvider: true } : true,
    callHierarchyProvider: true,
    inlayHintProvider: true,
    foldingRangeProvider: true,
    experimental: { millrace },
  };
}

/** Kinds are understood by clients that take actions as they are; others run our command. */
function actionsFor(form: Abilities['actions']): Pick<ServerCapabilities, 'codeActionProvider' | 'executeCommandProvider'> {
  if (form === 'none') return {};
  if (form === 'commands') return { codeActionProvider: true, executeCommandProvider: { commands: [applyEditCommand] } };
  return { codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.extract', 'refactor.rewrite', fixAllKind] } };
}
