/** What `initialize` says of a client. */
export interface Editor {
  readonly capabilities: object;
  readonly initializationOptions?: unknown;
  /** Whether it names the folder by `workspaceFolders`, by `rootUri`, or by both. */
  readonly roots: 'folders' | 'uri' | 'both' | 'none';
  /** Answers to what the server may ask; a request that is not here is not understood. */
  readonly answers: Readonly<Record<string, unknown>>;
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const actionKinds = { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'refactor.extract', 'refactor.inline', 'source'] } };
const encodings = (...bits: number[]): string[] => bits.map((width) => `utf-${width}`);
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

const neovim: Editor = {
  roots: 'both',
  answers: { 'workspace/configuration': [null], 'client/registerCapability': null, 'window/workDoneProgress/create': null },
  capabilities: {
    general: { positionEncodings: encodings(8, 16, 32) },
    textDocument: {
      diagnostic: { dynamicRegistration: false, tagSupport: tags },
      inlayHint: { dynamicRegistration: true, resolveSupport: { properties: ['textEdits', 'tooltip', 'location', 'command'] } },
      synchronization: { dynamicRegistration: false, willSave: true, willSaveWaitUntil: true, didSave: true },
      codeAction: {
        dynamicRegistration: true,
        codeActionLiteralSupport: actionKinds,
        isPreferredSupport: true,
        dataSupport: true,
        resolveSupport: { properties: ['edit', 'command'] },
      },
      foldingRange: { dynamicRegistration: false, lineFoldingOnly: true, foldingRangeKind: { valueSet: ['comment', 'imports', 'region'] } },
      completion: {
        dynamicRegistration: false,
        completionItem: {
          snippetSupport: true,
          commitCharactersSupport: false,
          preselectSupport: false,
          deprecatedSupport: true,
          documentationFormat: ['markdown', 'plaintext'],
          resolveSupport: { properties: ['additionalTextEdits', 'command'] },
          tagSupport: { valueSet: [1] },
        },
        completionItemKind: { valueSet: upTo(25) },
        completionList: { itemDefaults: ['editRange', 'insertTextFormat', 'insertTextMode', 'data'] },
        contextSupport: true,
      },
      definition: { linkSupport: true, dynamicRegistration: true },
      hover: { dynamicRegistration: true, contentFormat: ['markdown', 'plaintext'] },
      signatureHelp: {
        dynamicRegistration: false,
        signatureInformation: {
          activeParameterSupport: true,
          documentationFormat: ['markdown', 'plaintext'],
          parameterInformation: { labelOffsetSupport: true },
        },
      },
      documentSymbol: { dynamicRegistration: false, symbolKind: { valueSet: upTo(26) }, hierarchicalDocumentSymbolSupport: true },
      rename: { dynamicRegistration: true, prepareSupport: true },
      publishDiagnostics: { relatedInformation: true, tagSupport: tags, dataSupport: true },
      callHierarchy: { dynamicRegistration: false },
    },
    workspace: {
      symbol: { dynamicRegistration: false, symbolKind: { valueSet: upTo(26) } },
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: false },
      workspaceFolders: true,
      applyEdit: true,
      workspaceEdit: { resourceOperations: ['rename', 'create', 'delete'], documentChanges: true, normalizesLineEndings: true },
      semanticTokens: { refreshSupport: true },
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
      inlayHint: { refreshSupport: true },
      diagnostics: { refreshSupport: true },
    },
    window: {
      workDoneProgress: true,
      showMessage: { messageActionItem: { additionalPropertiesSupport: true } },
      showDocument: { support: true },
    },
  },
};

const helix: Editor = {
  roots: 'both',
  initializationOptions: { millrace: { lint: { rules: { 'unknown-option': 'warn' } } } },
  answers: { 'workspace/configuration': [null], 'client/registerCapability': null, 'window/workDoneProgress/create': null },
  capabilities: {
    workspace: {
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: false },
      workspaceFolders: true,
      applyEdit: true,
      symbol: { dynamicRegistration: false },
      executeCommand: { dynamicRegistration: false },
      inlayHint: { refreshSupport: false },
      workspaceEdit: {
        documentChanges: true,
        resourceOperations: ['create', 'rename', 'delete'],
        failureHandling: 'abort',
        normalizesLineEndings: false,
      },
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: false },
    },
    textDocument: {
      completion: {
        completionItem: {
          snippetSupport: true,
          resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] },
          insertReplaceSupport: true,
          deprecatedSupport: true,
          tagSupport: { valueSet: [1] },
        },
        completionItemKind: {},
        contextSupport: null,
      },
      hover: { contentFormat: ['markdown'] },
      signatureHelp: {
        signatureInformation: {
          documentationFormat: ['markdown'],
          parameterInformation: { labelOffsetSupport: true },
          activeParameterSupport: true,
        },
      },
      rename: { dynamicRegistration: false, prepareSupport: true, honorsChangeAnnotations: false },
      codeAction: {
        codeActionLiteralSupport: actionKinds,
        isPreferredSupport: true,
        disabledSupport: true,
        dataSupport: true,
        resolveSupport: { properties: ['edit', 'command'] },
      },
      publishDiagnostics: { versionSupport: true, tagSupport: tags },
      inlayHint: { dynamicRegistration: false, resolveSupport: null },
    },
    window: { workDoneProgress: true, showDocument: { support: true } },
    general: { positionEncodings: encodings(8, 32, 16) },
  },
};

const eglot: Editor = {
  roots: 'both',
  answers: { 'workspace/configuration': [null], 'client/registerCapability': null, 'window/workDoneProgress/create': null },
  capabilities: {
    workspace: {
      applyEdit: true,
      executeCommand: { dynamicRegistration: false },
      workspaceEdit: { documentChanges: true },
      didChangeWatchedFiles: { dynamicRegistration: true },
      symbol: { dynamicRegistration: false },
      configuration: true,
      workspaceFolders: true,
    },
    textDocument: {
      synchronization: { dynamicRegistration: false, willSave: true, willSaveWaitUntil: true, didSave: true },
      completion: {
        dynamicRegistration: false,
        completionItem: {
          snippetSupport: false,
          deprecatedSupport: true,
          resolveSupport: { properties: ['documentation', 'details', 'additionalTextEdits'] },
          tagSupport: { valueSet: [1] },
        },
        contextSupport: true,
      },
      hover: { dynamicRegistration: false, contentFormat: ['plaintext'] },
      signatureHelp: {
        dynamicRegistration: false,
        signatureInformation: {
          parameterInformation: { labelOffsetSupport: true },
          documentationFormat: ['plaintext'],
          activeParameterSupport: true,
        },
      },
      definition: { dynamicRegistration: false, linkSupport: true },
      documentSymbol: { dynamicRegistration: false, hierarchicalDocumentSymbolSupport: true, symbolKind: { valueSet: upTo(26) } },
      documentHighlight: { dynamicRegistration: false },
      codeAction: {
        dynamicRegistration: false,
        resolveSupport: { properties: ['edit', 'command'] },
        dataSupport: true,
        codeActionLiteralSupport: actionKinds,
        isPreferredSupport: true,
      },
      rename: { dynamicRegistration: false },
      inlayHint: { dynamicRegistration: false },
      publishDiagnostics: { relatedInformation: false, codeDescriptionSupport: false, tagSupport: tags },
    },
    window: { showDocument: { support: true }, workDoneProgress: true },
    general: { positionEncodings: encodings(32, 8, 16) },
  },
};

const sublime: Editor = {
  roots: 'both',
  answers: { 'workspace/configuration': [{}], 'client/registerCapability': null, 'window/workDoneProgress/create': null },
  capabilities: {
    general: { regularExpressions: { engine: 'ECMAScript' }, markdown: { parser: 'Python-Markdown', version: '3.2.2' } },
    textDocument: {
      synchronization: { dynamicRegistration: true, didSave: true, willSave: true, willSaveWaitUntil: true },
      hover: { dynamicRegistration: true, contentFormat: ['markdown', 'plaintext'] },
      completion: {
        dynamicRegistration: true,
        completionItem: {
          snippetSupport: true,
          deprecatedSupport: true,
          documentationFormat: ['markdown', 'plaintext'],
          tagSupport: { valueSet: [1] },
          resolveSupport: { properties: ['detail', 'documentation', 'additionalTextEdits'] },
          insertReplaceSupport: true,
          labelDetailsSupport: true,
        },
        completionItemKind: { valueSet: upTo(25) },
        insertTextMode: 2,
      },
      signatureHelp: {
        dynamicRegistration: true,
        contextSupport: true,
        signatureInformation: {
          activeParameterSupport: true,
          documentationFormat: ['markdown', 'plaintext'],
          parameterInformation: { labelOffsetSupport: true },
        },
      },
      documentHighlight: { dynamicRegistration: true },
      documentSymbol: { dynamicRegistration: true, hierarchicalDocumentSymbolSupport: true, symbolKind: { valueSet: upTo(26) } },
      definition: { dynamicRegistration: true, linkSupport: true },
      codeAction: { dynamicRegistration: true, codeActionLiteralSupport: actionKinds, dataSupport: true, isPreferredSupport: true },
      rename: { dynamicRegistration: true, prepareSupport: true, prepareSupportDefaultBehavior: 1 },
      inlayHint: { dynamicRegistration: true, resolveSupport: { properties: ['textEdits', 'label.command'] } },
      diagnostic: { dynamicRegistration: true, relatedDocumentSupport: true },
      publishDiagnostics: {
        relatedInformation: true,
        tagSupport: tags,
        versionSupport: true,
        codeDescriptionSupport: true,
        dataSupport: true,
      },
      foldingRange: { dynamicRegistration: true, foldingRangeKind: { valueSet: ['comment', 'imports', 'region'] } },
      callHierarchy: { dynamicRegistration: true },
    },
    workspace: {
      applyEdit: true,
      didChangeConfiguration: { dynamicRegistration: true },
      executeCommand: {},
      workspaceEdit: { documentChanges: true, failureHandling: 'abort' },
      workspaceFolders: true,
      symbol: { dynamicRegistration: true, symbolKind: { valueSet: upTo(26) } },
      configuration: true,
      inlayHint: { refreshSupport: true },
      diagnostics: { refreshSupport: true },
    },
    window: {
      showDocument: { support: true },
      showMessage: { messageActionItem: { additionalPropertiesSupport: true } },
      workDoneProgress: true,
    },
  },
};

const zed: Editor = {
  roots: 'both',
  answers: { 'workspace/configuration': [null], 'client/registerCapability': null, 'window/workDoneProgress/create': null },
  capabilities: {
    general: { positionEncodings: ['utf-16'] },
    workspace: {
      configuration: true,
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
      didChangeConfiguration: { dynamicRegistration: true },
      workspaceFolders: true,
      symbol: { resolveSupport: { properties: ['location'] } },
      inlayHint: { refreshSupport: true },
      diagnostics: { refreshSupport: true },
      workspaceEdit: { resourceOperations: ['create', 'rename', 'delete'], documentChanges: true, snippetEditSupport: true },
      executeCommand: { dynamicRegistration: true },
      applyEdit: true,
    },
    textDocument: {
      definition: { linkSupport: true, dynamicRegistration: true },
      codeAction: {
        codeActionLiteralSupport: actionKinds,
        dataSupport: true,
        resolveSupport: { properties: ['kind', 'diagnostics', 'isPreferred', 'disabled', 'edit', 'command'] },
      },
      completion: {
        completionItem: {
          snippetSupport: true,
          resolveSupport: { properties: ['additionalTextEdits', 'command', 'documentation'] },
          deprecatedSupport: true,
          tagSupport: { valueSet: [1] },
          insertReplaceSupport: true,
          labelDetailsSupport: true,
          insertTextModeSupport: { valueSet: [1, 2] },
          documentationFormat: ['markdown', 'plaintext'],
        },
        insertTextMode: 2,
        completionList: { itemDefaults: ['commitCharacters', 'editRange', 'insertTextMode', 'insertTextFormat', 'data'] },
        contextSupport: true,
      },
      rename: { prepareSupport: true, prepareSupportDefaultBehavior: 1 },
      hover: { contentFormat: ['markdown'] },
      inlayHint: { resolveSupport: { properties: ['textEdits', 'tooltip', 'label.tooltip', 'label.location'] } },
      publishDiagnostics: { relatedInformation: true, dataSupport: true, tagSupport: tags, codeDescriptionSupport: true },
      signatureHelp: {
        signatureInformation: {
          documentationFormat: ['markdown', 'plaintext'],
          parameterInformation: { labelOffsetSupport: true },
          activeParameterSupport: true,
        },
      },
      synchronization: { didSave: true },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      diagnostic: { dynamicRegistration: true, relatedDocumentSupport: true },
    },
    window: { workDoneProgress: true, showMessage: { messageActionItem: { additionalPropertiesSupport: false } } },
  },
};

/** The client of IntelliJ's platform writes what it does not claim as null. */
const jetbrains: Editor = {
  roots: 'folders',
  answers: { 'workspace/configuration': [null], 'client/registerCapability': null },
  capabilities: {
    workspace: {
      applyEdit: true,
      workspaceEdit: { documentChanges: true, resourceOperations: null, failureHandling: null },
      didChangeConfiguration: { dynamicRegistration: true },
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
      symbol: null,
      executeCommand: { dynamicRegistration: true },
      workspaceFolders: true,
      configuration: true,
      diagnostics: { refreshSupport: true },
    },
    textDocument: {
      synchronization: { didSave: true, dynamicRegistration: true },
      completion: {
        completionItem: {
          snippetSupport: true,
          deprecatedSupport: true,
          documentationFormat: ['markdown', 'plaintext'],
          tagSupport: { valueSet: [1] },
          labelDetailsSupport: true,
        },
        completionItemKind: null,
        contextSupport: true,
      },
      hover: { contentFormat: ['markdown', 'plaintext'] },
      signatureHelp: null,
      documentSymbol: null,
      definition: { linkSupport: true },
      codeAction: { codeActionLiteralSupport: actionKinds, isPreferredSupport: null, resolveSupport: null },
      rename: null,
      publishDiagnostics: { relatedInformation: null, tagSupport: tags, codeDescriptionSupport: true },
      foldingRange: { lineFoldingOnly: null },
      diagnostic: { dynamicRegistration: true },
    },
    window: { workDoneProgress: null, showMessage: null, showDocument: { support: true } },
    general: { positionEncodings: ['utf-16'] },
  },
};

/** Vim's oldest clients: one folder by its URI, no literals, no markup, no dynamic registration. */
const vim: Editor = {
  roots: 'uri',
  answers: {},
  capabilities: { workspace: { applyEdit: true }, textDocument: { codeAction: { dynamicRegistration: false } } },
};

/** Clients as they introduce themselves, shortened to what a server of this kind may look at, and one that says nothing. */
export const editors: Readonly<Record<string, Editor>> = {
  'Neovim 0.11': neovim,
  'Helix 25': helix,
  'Emacs with eglot': eglot,
  'Sublime LSP': sublime,
  Zed: zed,
  JetBrains: jetbrains,
  'an old Vim client': vim,
  'one that claims nothing, with a single file': { roots: 'none', answers: {}, capabilities: {} },
};
