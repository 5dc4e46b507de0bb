import { MillraceError } from '../../runtime/core/errors.ts';
import { instructionsFile, withAgentInstructions } from '../deployments/agent-instructions.ts';
import { exportNameOf, templates } from '../deployments/templates.ts';
import { t } from '../l10n.ts';
import type { Context } from './context.ts';

/** The folder to work in: the only one that is open, or the one that the person chooses. */
async function chooseFolder({ workspace, ui }: Pick<Context, 'workspace' | 'ui'>): Promise<string | undefined> {
  const { folders } = workspace;
  if (folders.length === 0) throw new MillraceError('not-found', t('Open a folder first: flows live in files.'));
  return folders.length === 1
    ? folders[0]
    : ui.pick(
        t('Folder'),
        folders.map((folder) => ({ label: folder, value: folder })),
      );
}

/** Asks for a kind of flow and a name, and writes the beginning of it. */
export async function newFlow(context: Pick<Context, 'workspace' | 'ui'>): Promise<void> {
  const folder = await chooseFolder(context);
  if (folder === undefined) return;
  const template = await context.ui.pick(
    t('New flow: which kind?'),
    templates.map((each) => ({ label: t(each.label), detail: t(each.detail), value: each })),
  );
  if (template === undefined) return;
  const name = await context.ui.ask({
    title: t('New flow: its name'),
    value: 'my-flow',
    validate: (text) =>
      /^[A-Za-z0-9][\w .-]*$/.test(text) ? undefined : t('Letters, digits, spaces, dots, dashes; the first is a letter or a digit.'),
  });
  if (name === undefined) return;
  const path = `${folder}/flows/${name.replaceAll(/[ .]+/g, '-')}.ts`;
  await context.workspace.create(path, template.text(exportNameOf(name), name));
  await context.ui.openPlace({ path, line: 0, character: 0 });
}

/** Writes the beginning of a project, and what coding agents should know of flows; files that exist are kept. */
export async function initialise(context: Pick<Context, 'workspace' | 'ui' | 'cli'>): Promise<void> {
  const folder = await chooseFolder(context);
  if (folder === undefined) return;
  const written = await context.cli.run(['init'], { folder });
  const instructions = `${folder}/${instructionsFile}`;
  const before = await context.workspace.read(instructions);
  const after = withAgentInstructions(before);
  if (after !== before) await context.workspace.write(instructions, after);
  const files = [...[...written.matchAll(/^Wrote +(.+)$/gm)].map(([, file = '']) => file), ...(after === before ? [] : [instructionsFile])];
  const [first] = files;
  if (first?.endsWith('.ts') === true) await context.ui.openPlace({ path: `${folder}/${first}`, line: 0, character: 0 });
  await context.ui.notify(
    'information',
    files.length === 0
      ? t('Everything that a project begins with was there already.')
      : t('Written: {0}. Press Run above the flow; "npm install" in a terminal brings the types of millrace.', files.join(', ')),
  );
}

/** Says what is wrong with the server, pools, workers and deployments, and what to do. */
export async function doctor({ cli, session, ui }: Pick<Context, 'cli' | 'session' | 'ui'>): Promise<void> {
  // It ends with an error when it finds one, and that is its answer.
  const running = cli.start(['doctor'], { connection: session.connection });
  await running.exited;
  await ui.showText(t('Doctor'), running.text, 'plaintext');
}
