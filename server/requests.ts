import type { Connection, Position } from 'vscode-languageserver/node';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Answers } from './answers.ts';
import { applyEditCommand } from './answers.ts';
import { detailsOf } from './error-details.ts';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './features/call-hierarchy.ts';
import { codeActions } from './features/code-actions.ts';
import { completion } from './features/completion.ts';
import { flowGraph } from './features/flow-graph.ts';
import { flowMeant, listFlows } from './features/flows.ts';
import { foldingRanges } from './features/folding.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { lenses } from './features/lenses.ts';
import { offsetAt, pathOf, spanOf, touches } from './features/locations.ts';
import { definition, highlights, originAt, references } from './features/references.ts';
import { projectOptions } from './features/project-options.ts';
import { prepareRename, rename, RenameRefused } from './features/rename.ts';
import { signatureHelp } from './features/signature-help.ts';
import { documentSymbols, workspaceSymbols } from './features/symbols.ts';
import type { View } from './features/view.ts';
import type { LanguageServer } from './language-server.ts';
import type { Message } from './protocol.ts';
import { flowGraphRequest, flowParametersRequest, flowsRequest, lensesRequest } from './protocol.ts';
import { documentDiagnostics, workspaceDiagnostics } from './pulled-diagnostics.ts';
import { parameterSchema } from './schema/parameter-schema.ts';
import { isRecord } from './model/records.ts';

/** Answers what a client asks, in the form that it takes. */
export function answerRequests(connection: Connection, server: LanguageServer, answers: Answers): void {
  answerAboutPlaces(connection, server, answers);
  answerAboutFiles(connection, server, answers);
  answerWithEdits(connection, server, answers);
  answerAboutWorkspace(connection, server, answers);
}

/** Whatever fails is logged, and answered with nothing: one failing feature does not take the others along. */
export async function guarded<R>(connection: Connection, answer: () => R | Promise<R>, otherwise: R): Promise<R> {
  try {
    return await answer();
  } catch (error) {
    connection.console.error(detailsOf(error));
    return otherwise;
  }
}

interface At {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** Features that answer for a cursor. */
function answerAboutPlaces(connection: Connection, server: LanguageServer, answers: Answers): void {
  const at =
    <P extends At, R>(answer: (view: View, offset: number, params: P) => R | Promise<R>, otherwise: R) =>
    (params: P): Promise<R> =>
      guarded(
        connection,
        async () => {
          const view = await server.view(pathOf(params.textDocument.uri));
          return view === undefined ? otherwise : answer(view, offsetAt(view.file.model.lineStarts, params.position, view.text), params);
        },
        otherwise,
      );
  connection.onHover(
    at(async (view, offset) => {
      const found = await hover(view, offset, new Date());
      return found === undefined ? null : answers.hover(found);
    }, null),
  );
  connection.onCompletion(
    at(async (view, offset) => answers.completion((await projectOptions(view, offset)) ?? completion(view, offset)), []),
  );
  connection.onSignatureHelp(
    at((view, offset) => {
      const help = signatureHelp(view, offset);
      return help === undefined ? null : answers.signatureHelp(help);
    }, null),
  );
  connection.onDefinition(at((view, offset) => answers.definition(definition(view, offset), originAt(view, offset)), []));
  connection.onReferences(
    at(
      (view, offset, { context }: At & { context: { includeDeclaration: boolean } }) =>
        references(view, offset, context.includeDeclaration),
      [],
    ),
  );
  connection.onDocumentHighlight(at((view, offset) => highlights(view, offset), []));
  connection.languages.callHierarchy.onPrepare(at((view, offset) => prepareCallHierarchy(view, offset), []));
  connection.onPrepareRename((params) => refusable(() => at((view, offset) => prepareRename(view, offset) ?? null, null)(params)));
  connection.onRenameRequest((params) =>
    refusable(async () => {
      await server.indexed;
      const view = await server.view(pathOf(params.textDocument.uri));
      if (view === undefined) return null;
      const offset = offsetAt(view.file.model.lineStarts, params.position, view.text);
      const edit = rename(view, offset, params.newName, (path) => server.session.workspace.textOf(path));
      return edit === undefined ? null : answers.edit(edit, server.documents.versions);
    }),
  );
}

/** Hands the reason of a refusal on to the user. */
async function refusable<R>(answer: () => Promise<R>): Promise<R> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof RenameRefused) throw new ResponseError(ErrorCodes.InvalidRequest, error.message);
    throw error;
  }
}

/** Features that answer for a file. */
function answerAboutFiles(connection: Connection, server: LanguageServer, answers: Answers): void {
  const forFile =
    <P extends { textDocument: { uri: string } }, R>(answer: (view: View, params: P) => R | Promise<R>, otherwise: R) =>
    (params: P): Promise<R> =>
      guarded(
        connection,
        async () => {
          const view = await server.view(pathOf(params.textDocument.uri));
          return view === undefined ? otherwise : answer(view, params);
        },
        otherwise,
      );
  connection.onDocumentSymbol(
    forFile(({ file }, { textDocument }) => answers.documentSymbols(textDocument.uri, documentSymbols(file)), []),
  );
  connection.onFoldingRanges(forFile(({ file }) => foldingRanges(file), []));
  connection.languages.inlayHint.on(
    forFile(async ({ file, text }, { range }) => {
      if (!server.session.settingsOf(file.path).inlayHints.schedules) return [];
      // A client asks for each part that it shows, and draws all that it gets.
      const within = spanOf(file, range, text);
      const hints = await inlayHints(file, new Date());
      return hints.filter(({ position }) => touches(within, offsetAt(file.model.lineStarts, position, text)));
    }, []),
  );
}

/** Code actions; clients that take none by themselves run a command of ours, which asks them for the edit. */
function answerWithEdits(connection: Connection, server: LanguageServer, answers: Answers): void {
  connection.onExecuteCommand(({ command, arguments: given }) => {
    const [label, edit]: unknown[] = given ?? [];
    if (command !== applyEditCommand || !isRecord(edit))
      return new ResponseError(ErrorCodes.InvalidParams, `There is no command ${command}.`);
    // A client may wait for this answer before it applies anything.
    void guarded(connection, () => connection.workspace.applyEdit({ label: String(label), edit }), undefined);
    return null;
  });
  connection.onCodeAction(({ textDocument, range, context: { only } }) =>
    guarded(connection, async () => {
      const view = await server.view(pathOf(textDocument.uri));
      if (view === undefined) return [];
      const versions = new Map(server.documents.versions);
      const found = await codeActions(view, spanOf(view.file, range, view.text), {
        problems: server.session.problems(view.file.path),
        pageOf: server.pageOf,
        only,
        failed: (ruleId, error) => connection.console.error(`A fix of ${ruleId} failed: ${detailsOf(error)}`),
      });
      return answers.actions(found, versions);
    }, []),
  );
}

/** Requests about the whole workspace, ours among them. */
function answerAboutWorkspace(connection: Connection, server: LanguageServer, answers: Answers): void {
  const project = () => server.session.workspace.project;
  const on = <Sent, Answered>({ method }: Message<Sent, Answered>, answer: (sent: Sent) => Answered): void => {
    connection.onRequest(method, async (sent: Sent): Promise<unknown> => {
      await server.documents.settled;
      return answer(sent);
    });
  };
  connection.languages.diagnostics.on(({ textDocument, previousResultId }) =>
    documentDiagnostics(server, textDocument.uri, previousResultId),
  );
  connection.languages.diagnostics.onWorkspace(({ previousResultIds }, token) => workspaceDiagnostics(server, previousResultIds, token));
  connection.onWorkspaceSymbol(({ query }) =>
    guarded(connection, () => answers.workspaceSymbols(workspaceSymbols({ project: project() }, query)), []),
  );
  connection.languages.callHierarchy.onIncomingCalls(({ item }) =>
    guarded(connection, () => incomingCalls({ project: project() }, item), []),
  );
  connection.languages.callHierarchy.onOutgoingCalls(({ item }) =>
    guarded(connection, () => outgoingCalls({ project: project() }, item), []),
  );
  on(flowsRequest, ({ uri }) => ({ ...listFlows(project(), server.roots, uri), complete: server.isIndexed }));
  on(flowParametersRequest, (meant) => {
    const flow = flowMeant(project(), meant);
    return flow === undefined ? null : parameterSchema(flow).schema;
  });
  on(flowGraphRequest, (meant) => {
    const flow = flowMeant(project(), meant);
    return flow === undefined ? null : flowGraph({ project: project() }, flow);
  });
  on(lensesRequest, ({ uri }) => {
    const file = project().file(pathOf(uri));
    return file === undefined ? [] : lenses({ project: project(), file });
  });
}
