import type { ClientCapabilities } from 'vscode-languageserver';
import type { CompletionItemKind, DiagnosticTag, MarkupKind, SymbolKind } from 'vscode-languageserver-types';

/** What a client can take, read from what it claims; what it does not claim it gets in the form that every client takes. */
export interface Abilities {
  /** Whether it asks for diagnostics by itself, also when those of a document change by what happens in another; else they are pushed. */
  readonly pulls: boolean;
  /** Whether it can tell of files that change on disk. */
  readonly watchesFiles: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticTags: readonly DiagnosticTag[];
  /** The markup of texts, by what they belong to. */
  readonly markup: Readonly<Record<'hover' | 'completion' | 'signature', MarkupKind>>;
  readonly snippets: boolean;
  /** Whether what stands behind a completion is shown in every row, and not only in the chosen one. */
  readonly labelDetails: boolean;
  readonly completionKinds: readonly CompletionItemKind[];
  readonly symbolKinds: readonly SymbolKind[];
  readonly nestedSymbols: boolean;
  readonly labelOffsets: boolean;
  readonly definitionLinks: boolean;
  /** Actions as they are, as commands that ask the client for the edit, or none at all. */
  readonly actions: 'literals' | 'commands' | 'none';
  /** Whether edits may name the version of a document that they were made for. */
  readonly versionedEdits: boolean;
  readonly prepareRename: boolean;
}

/** Reads what a client claims, by the defaults of LSP 3.17. */
export function abilitiesOf({ textDocument, workspace }: ClientCapabilities): Abilities {
  return {
    ...textAbilities(textDocument ?? {}),
    pulls: pullsDiagnostics(textDocument ?? {}, workspace ?? {}),
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    ...editAbilities(textDocument ?? {}, workspace ?? {}),
    ...symbolAbilities(textDocument, workspace),
  };
}

type Text = NonNullable<ClientCapabilities['textDocument']>;
type Workspace = NonNullable<ClientCapabilities['workspace']>;

/** A client that cannot be told to ask again shows what is no more true: it is told instead, if it takes that. */
const pullsDiagnostics = ({ diagnostic, publishDiagnostics }: Text, { diagnostics }: Workspace): boolean =>
  isClaimed(diagnostic) && (diagnostics?.refreshSupport === true || !isClaimed(publishDiagnostics));

/** For diagnostics either way of getting them may say what they can hold. */
function textAbilities({ hover, completion, signatureHelp, publishDiagnostics, diagnostic }: Text) {
  const { signatureInformation } = signatureHelp ?? {};
  const diagnostics = [publishDiagnostics, diagnostic];
  return {
    relatedInformation: diagnostics.some((claimed) => claimed?.relatedInformation === true),
    codeDescription: diagnostics.some((claimed) => claimed?.codeDescriptionSupport === true),
    diagnosticTags: diagnostics.flatMap((claimed) => listed(claimed?.tagSupport?.valueSet) ?? []),
    markup: {
      hover: firstKnown(hover?.contentFormat),
      completion: firstKnown(completion?.completionItem?.documentationFormat),
      signature: firstKnown(signatureInformation?.documentationFormat),
    },
    snippets: completion?.completionItem?.snippetSupport === true,
    labelDetails: completion?.completionItem?.labelDetailsSupport === true,
    labelOffsets: signatureInformation?.parameterInformation?.labelOffsetSupport === true,
  };
}

function editAbilities({ codeAction, rename }: Text, { applyEdit, workspaceEdit }: Workspace) {
  const withoutLiterals = applyEdit === true ? ('commands' as const) : ('none' as const);
  return {
    actions: isClaimed(codeAction?.codeActionLiteralSupport) ? ('literals' as const) : withoutLiterals,
    versionedEdits: workspaceEdit?.documentChanges === true,
    prepareRename: rename?.prepareSupport === true,
  };
}

function symbolAbilities(textDocument: Text | undefined, workspace: Workspace | undefined) {
  const { documentSymbol, completion, definition } = textDocument ?? {};
  return {
    completionKinds: listed(completion?.completionItemKind?.valueSet) ?? firstKinds,
    symbolKinds: listed(documentSymbol?.symbolKind?.valueSet) ?? listed(workspace?.symbol?.symbolKind?.valueSet) ?? firstKinds,
    nestedSymbols: documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    definitionLinks: definition?.linkSupport === true,
  };
}

/** The kinds of symbols and of completions that the first version of the protocol had. */
const firstKinds = Array.from({ length: 18 }, (_, index) => (index + 1) as CompletionItemKind & SymbolKind);

/** Some clients write what they cannot do as null or false. */
const isClaimed = (claim: object | null | undefined): boolean => typeof claim === 'object' && claim !== null;

const listed = <V>(values: readonly V[] | null | undefined): readonly V[] | undefined => (Array.isArray(values) ? values : undefined);

/** The markup that a client likes best: the first one that is known here. */
const firstKnown = (formats: readonly MarkupKind[] | null | undefined): MarkupKind =>
  listed(formats)?.find((format) => format === 'markdown' || format === 'plaintext') ?? 'plaintext';
