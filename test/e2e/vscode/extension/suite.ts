import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { commandIds } from '../../../../client/contributes.ts';
import { connect, resolveConnection } from '../../../../runtime/api/connection.ts';

/** What the extension gives to the editor, seen from inside of the extension host: VS Code's own API finds and uses it. */
const tests: [string, () => Promise<void>][] = [];
const test = (name: string, work: () => Promise<void>): void => void tests.push([name, work]);

/** Runs everything in order, as VS Code's test runners call it. Throws when something failed. */
export async function run(): Promise<void> {
  const failed: string[] = [];
  for (const [name, work] of tests) {
    const began = performance.now();
    const late = sleep(45_000).then(() => {
      throw new Error('It took longer than 45 seconds.');
    });
    const fault = await Promise.race([work(), late]).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    if (fault !== undefined) failed.push(name);
    say(
      `${fault === undefined ? 'ok' : 'not ok'} - ${name} (${Math.round(performance.now() - began)} ms)${fault === undefined ? '' : `\n${fault}`}`,
    );
  }
  // The editor tells success also for a host that crashed: only this file counts.
  writeFileSync(process.env['MILLRACE_SUITE_RESULT'] ?? '', JSON.stringify({ passed: tests.length - failed.length, failed }));
  if (failed.length > 0) throw new Error(`${failed.length} of ${tests.length} failed: ${failed.join(', ')}`);
}

const said: string[] = [];
function say(text: string): void {
  said.push(text);
  writeFileSync(`${process.env['MILLRACE_SUITE_RESULT'] ?? ''}.log`, `${said.join('\n')}\n`);
}

const folder = (): vscode.WorkspaceFolder => {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first !== undefined);
  return first;
};

const fileUri = (name: string): vscode.Uri => vscode.Uri.joinPath(folder().uri, name);

/** Waits until something is there. */
async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what} did not come within a minute.`);
}

/** What the embedded server knows of a run. */
async function runOf(id: string) {
  const connection = resolveConnection({ MILLRACE_HOME: join(process.env['HOME'] ?? '', '.millrace') });
  assert.ok(connection !== undefined, 'a server runs');
  const client = connect(connection);
  return client.flowRuns.read({ id }).finally(() => client.close());
}

const taskNames = async (): Promise<string[]> => (await vscode.tasks.fetchTasks({ type: 'millrace' })).map(({ name }) => name);

let runId = '';

test('the extension is activated, and its commands are there', async () => {
  const extension = vscode.extensions.getExtension('millrace.millrace-vscode');
  await extension?.activate();
  assert.equal(extension?.isActive, true);
  const known = new Set(await vscode.commands.getCommands(true));
  assert.deepEqual(
    commandIds.filter((id) => !known.has(id)),
    [],
  );
  for (const view of ['flows', 'runs', 'pools']) assert.ok(known.has(`millrace.${view}.focus`), view);
});

test('the command that runs a flow starts the server, and the run completes', async () => {
  await vscode.commands.executeCommand('millrace.flows.focus');
  await until('the flows', async () => (await taskNames()).find((name) => name === 'run hello.ts:hello'));
  const id: unknown = await vscode.commands.executeCommand('millrace.runFlow', 'flow:hello');
  assert.ok(typeof id === 'string');
  runId = id;
  await until('its end', async () => ((await runOf(runId)).stateType === 'COMPLETED' ? true : undefined));
});

test('the log of a run is a document that can be folded and is not written to', async () => {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`millrace-run:/hello.millrace-log?${runId}`));
  assert.equal(document.languageId, 'millrace-log');
  await until('the line of the task', () => (/Greeting world/.test(document.getText()) ? true : undefined));
  assert.equal(vscode.workspace.fs.isWritableFileSystem('millrace-run') ?? false, false);
});

test('flows have lenses in the code', async () => {
  const uri = fileUri('hello.ts');
  await vscode.window.showTextDocument(uri);
  const titles = await until('the lenses', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
    const found = lenses.map(({ command }) => command?.title ?? '').join(' ');
    return /Run.*Deploy.*Debug.*Completed/.test(found) ? found : undefined;
  });
  assert.match(titles, /\$\(play\) Run/);
});

test('the language server finds what cannot work, and offers to mend it', async () => {
  const uri = fileUri('submits.ts');
  await vscode.window.showTextDocument(uri);
  const problem = await until('the problem', () => vscode.languages.getDiagnostics(uri).find(({ source }) => source === 'millrace'));
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, problem.range);
  assert.ok(
    actions.some(({ title }) => title.includes('as a subflow')),
    actions.map(({ title }) => title).join(', '),
  );
});

test('tasks are provided, and one that runs a flow ends well', async () => {
  const tasks = await vscode.tasks.fetchTasks({ type: 'millrace' });
  const names = tasks.map(({ name }) => name);
  for (const name of ['run hello.ts:hello', 'deploy --all', 'worker start --pool default', 'lint'])
    assert.ok(names.includes(name), names.join(', '));
  const task = tasks.find(({ name }) => name === 'run hello.ts:hello');
  assert.ok(task !== undefined);
  const ended = new Promise<number | undefined>((resolve) => {
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => (execution.task.name === task.name ? resolve(exitCode) : undefined));
  });
  await vscode.tasks.executeTask(task);
  assert.equal(await ended, 0);
});

test('a flow is debugged from a configuration of launch.json', async () => {
  const started = new Promise<vscode.DebugSession>((resolve) => vscode.debug.onDidStartDebugSession(resolve));
  const terminated = new Promise<void>((resolve) => vscode.debug.onDidTerminateDebugSession(() => resolve()));
  const configuration = {
    type: 'millrace',
    request: 'launch',
    name: 'Debug hello',
    entrypoint: 'hello.ts:hello',
    parameters: { name: 'debugger' },
  };
  assert.equal(await vscode.debug.startDebugging(folder(), configuration), true);
  assert.match((await started).type, /node/);
  await terminated;
});

test('the walkthrough opens', async () => {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'millrace.millrace-vscode#start', false);
  await until('its tab', () =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => /Walkthrough|Welcome|Run your first flow/.test(label)),
  );
});

test('language models have the tools, and those that only read answer', async () => {
  const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('millrace_'));
  assert.equal(names.length, 9, names.join(', '));
  const options = { input: { limit: 10 }, toolInvocationToken: undefined };
  const { content } = await vscode.lm.invokeTool('millrace_list_flow_runs', options);
  const text = content
    .map((part) =>
      part instanceof vscode.LanguageModelTextPart
        ? part.value
        : part instanceof vscode.LanguageModelDataPart
          ? new TextDecoder().decode(part.data)
          : '',
    )
    .join('');
  assert.ok(text.includes(runId), text.slice(0, 400));
  const refused = await vscode.lm.invokeTool('millrace_read_logs', {
    input: { run_id: '00000000-0000-0000-0000-000000000000' },
    toolInvocationToken: undefined,
  });
  assert.ok(refused.content.length > 0);
});
