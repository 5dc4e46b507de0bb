import { createHash } from 'node:crypto';
import type {
  CancellationToken,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver-types';
import { pathOf, uriOf } from './features/locations.ts';
import type { LanguageServer } from './language-server.ts';
import { sparingMemory } from './memory.ts';
import { TimeSlice } from './workspace/time-slice.ts';

/** The diagnostics of one document, when all files are known; only that nothing has changed, where that is so. */
export async function documentDiagnostics(
  server: LanguageServer,
  uri: string,
  previous: string | undefined,
): Promise<DocumentDiagnosticReport> {
  await server.documents.settled;
  await server.indexed;
  const items = server.diagnostics(pathOf(uri));
  const resultId = idOf(items);
  return resultId === previous ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
}

/** The diagnostics of all files that are not as the client knows them; waits until there is one, so that clients need not ask again and again. */
export async function workspaceDiagnostics(
  server: LanguageServer,
  previous: readonly { readonly uri: string; readonly value: string }[],
  token: Pick<CancellationToken, 'isCancellationRequested' | 'onCancellationRequested'>,
): Promise<WorkspaceDiagnosticReport> {
  await server.indexed;
  const known = new Map(previous.map(({ uri, value }) => [pathOf(uri), value]));
  const cancelled = new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
  const look = (): Promise<WorkspaceDocumentDiagnosticReport[]> => changedReports(server, known, token);
  // Who knows of no file asks for the first time; what comes later is mostly typed, and waits for nothing.
  let items = await (known.size === 0 ? sparingMemory(look) : look());
  while (items.length === 0 && !token.isCancellationRequested) {
    await Promise.race([server.nextChange(), cancelled]);
    items = await look();
  }
  return { items };
}

async function changedReports(
  server: LanguageServer,
  known: ReadonlyMap<string, string>,
  token: Pick<CancellationToken, 'isCancellationRequested'>,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const reports: WorkspaceDocumentDiagnosticReport[] = [];
  const gone = new Set(known.keys());
  const slice = new TimeSlice();
  for (const path of server.paths()) {
    gone.delete(path);
    const items = server.diagnostics(path);
    const resultId = idOf(items);
    const isNews = known.has(path) ? known.get(path) !== resultId : items.length > 0;
    if (isNews) reports.push({ kind: 'full', uri: uriOf(path), version: server.documents.versions.get(path) ?? null, resultId, items });
    if (!slice.isOver) continue;
    await slice.pause();
    if (token.isCancellationRequested) return [];
  }
  const empty = idOf([]);
  for (const path of gone) {
    if (known.get(path) !== empty) reports.push({ kind: 'full', uri: uriOf(path), version: null, resultId: empty, items: [] });
  }
  return reports;
}

const idOf = (items: readonly Diagnostic[]): string =>
  items.length === 0 ? 'none' : createHash('sha1').update(JSON.stringify(items)).digest('base64url');
