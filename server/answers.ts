import type {
  CodeAction,
  Command,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  Hover,
  Location,
  LocationLink,
  MarkupContent,
  MarkupKind,
  Range,
  SignatureHelp,
  SymbolInformation,
  SymbolKind,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver-types';
import type { Abilities } from './abilities.ts';
import { withoutSnippets } from './features/choices.ts';
import { pathOf } from './features/locations.ts';
import { plainText } from './plain-text.ts';

/** The command by which clients without code action literals have an edit made. */
export const applyEditCommand = 'millrace.applyEdit';

/** What the features say, in the form that one client takes: they say everything, and this leaves out what is not claimed. */
export class Answers {
  readonly #can: Abilities;

  constructor(abilities: Abilities) {
    this.#can = abilities;
  }

  hover({ contents, range }: Hover & { readonly contents: MarkupContent }): Hover {
    return { contents: marked(contents.value, this.#can.markup.hover), ...(range === undefined ? {} : { range }) };
  }

  completion(items: readonly CompletionItem[]): CompletionItem[] {
    const { snippets, completionKinds, markup, labelDetails } = this.#can;
    return (snippets ? items : withoutSnippets(items)).map(({ kind, documentation, detail, ...item }) => ({
      ...item,
      ...(detail === undefined ? {} : labelDetails ? { labelDetails: { description: detail } } : { detail }),
      ...(kind !== undefined && completionKinds.includes(kind) ? { kind } : {}),
      ...documented(documentation, markup.completion),
    }));
  }

  signatureHelp(help: SignatureHelp): SignatureHelp {
    const { labelOffsets, markup } = this.#can;
    const signatures = help.signatures.map(({ label, documentation, parameters = [], ...rest }) => ({
      ...rest,
      ...{ label, ...documented(documentation, markup.signature) },
      parameters: parameters.map((parameter) => ({
        label: labelOffsets || typeof parameter.label === 'string' ? parameter.label : label.slice(...parameter.label),
        ...documented(parameter.documentation, markup.signature),
      })),
    }));
    return { ...help, signatures };
  }

  /** Other places stand behind the message where a client has no room for them. */
  diagnostic({ relatedInformation, codeDescription, tags, ...diagnostic }: Diagnostic): Diagnostic {
    const can = this.#can;
    const understood = tags?.filter((tag) => can.diagnosticTags.includes(tag)) ?? [];
    const related = relatedInformation ?? [];
    return {
      ...diagnostic,
      ...(can.relatedInformation || related.length === 0 ? {} : { message: [diagnostic.message, ...related.map(placeInWords)].join('\n') }),
      ...(can.relatedInformation && related.length > 0 ? { relatedInformation: related } : {}),
      ...(can.codeDescription && codeDescription !== undefined ? { codeDescription } : {}),
      ...(understood.length === 0 ? {} : { tags: understood }),
    };
  }

  /** `versions` are those of the open documents for which the edit was made. */
  edit({ changes = {} }: WorkspaceEdit, versions: ReadonlyMap<string, number>): WorkspaceEdit {
    if (!this.#can.versionedEdits) return { changes };
    return {
      documentChanges: Object.entries(changes).map(([uri, edits]) => ({
        textDocument: { uri, version: versions.get(pathOf(uri)) ?? null },
        edits,
      })),
    };
  }

  actions(actions: readonly CodeAction[], versions: ReadonlyMap<string, number>): (CodeAction | Command)[] {
    const { actions: form } = this.#can;
    if (form === 'none') return [];
    return actions.map(({ edit, diagnostics, ...action }) => {
      const shaped = edit === undefined ? undefined : this.edit(edit, versions);
      if (form === 'commands') return { title: action.title, command: applyEditCommand, arguments: [action.title, shaped] };
      return {
        ...action,
        ...(shaped === undefined ? {} : { edit: shaped }),
        ...(diagnostics === undefined ? {} : { diagnostics: diagnostics.map((one) => this.diagnostic(one)) }),
      };
    });
  }

  documentSymbols(uri: string, symbols: readonly DocumentSymbol[]): DocumentSymbol[] | SymbolInformation[] {
    if (this.#can.nestedSymbols) return symbols.map((symbol) => this.#known(symbol));
    const flat = (nested: readonly DocumentSymbol[], containerName?: string): SymbolInformation[] =>
      nested.flatMap(({ name, kind, range, children = [] }) => [
        { name, kind, location: { uri, range }, ...(containerName === undefined ? {} : { containerName }) },
        ...flat(children, name),
      ]);
    return flat(symbols).map((symbol) => this.#known(symbol));
  }

  workspaceSymbols(symbols: readonly WorkspaceSymbol[]): WorkspaceSymbol[] {
    return symbols.map((symbol) => this.#known(symbol));
  }

  /** Places to go to; clients that take links mark `origin`, the text that leads there, rather than a word of it. */
  definition(places: readonly Location[], origin: Range | undefined): Location[] | LocationLink[] {
    if (!this.#can.definitionLinks) return [...places];
    return places.map(({ uri, range }) => ({
      ...(origin === undefined ? {} : { originSelectionRange: origin }),
      ...{ targetUri: uri, targetRange: range, targetSelectionRange: range },
    }));
  }

  /** A symbol with a kind that the client knows. */
  #known<S extends DocumentSymbol | SymbolInformation | WorkspaceSymbol>(symbol: S): S {
    const kind = this.#can.symbolKinds.includes(symbol.kind) ? symbol.kind : variable;
    return { ...symbol, kind, ...('children' in symbol ? { children: symbol.children?.map((child) => this.#known(child)) } : {}) };
  }
}

/** A kind of symbol that every client knows. */
const variable: SymbolKind = 13;

const marked = (markdown: string, kind: MarkupKind): MarkupContent => ({
  kind,
  value: kind === 'markdown' ? markdown : plainText(markdown),
});

function documented(text: string | MarkupContent | undefined, kind: MarkupKind): { documentation?: MarkupContent } {
  if (text === undefined) return {};
  return { documentation: marked(typeof text === 'string' ? text : text.value, kind) };
}

const placeInWords = ({ location: { uri, range }, message }: NonNullable<Diagnostic['relatedInformation']>[number]): string =>
  `${message} (${decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))}:${range.start.line + 1})`;
