import { readFileSync } from 'node:fs';
import { flowNoSubmit } from '../../server/rules/flow-no-submit.ts';
import { discover } from '../../server/workspace/discover.ts';
import { lintFile } from '../../server/workspace/lint-file.ts';
import { Workspace } from '../../server/workspace/workspace.ts';

/** One figure in a process of its own: `measure.ts floor|index|find FOLDER [CACHE]`; prints JSON. */
const [what = '', folder = '', cacheFolder] = process.argv.slice(2);
const before = process.cpuUsage();
const started = performance.now();
const facts = what === 'floor' ? await floor() : what === 'index' ? await index() : await find();
const { user, system } = process.cpuUsage(before);
const figures = {
  wall: Math.round(performance.now() - started),
  cpu: Math.round((user + system) / 1000),
  megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  ...facts,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

/** What nobody can do without: TypeScript reads every file once, and each tree is dropped at once. */
async function floor(): Promise<object> {
  const { ts } = await import('../../server/parsers/typescript/compiler.cjs');
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  const { sources } = discover([folder], Infinity, () => false);
  for (const path of sources) ts.createSourceFile(path, readFileSync(path, 'utf8'), options, false);
  return { files: sources.length };
}

/** Until every flow and deployment of the project is known by name. */
async function index(): Promise<object> {
  const workspace = await indexed(false);
  return { flows: [...workspace.paths()].reduce((sum, path) => sum + (workspace.project.namesOf(path)?.flows.length ?? 0), 0) };
}

async function indexed(wholly: boolean): Promise<Workspace> {
  const workspace = new Workspace({ roots: [folder], ...(cacheFolder === undefined ? {} : { cacheFolder }) });
  for await (const { done, total } of workspace.index()) if (done === total && !wholly) break;
  return workspace;
}

/** Finds every wrong call of the project with one rule: the truth is known from the generator. */
async function find(): Promise<object> {
  const workspace = await indexed(true);
  let wrong = 0;
  for (const path of workspace.paths()) {
    if (workspace.project.namesOf(path) === undefined) continue;
    wrong += lintFile(workspace.project, path, [{ rule: flowNoSubmit, severity: 'error', options: {} }]).length;
    workspace.trim();
  }
  return { wrong };
}
