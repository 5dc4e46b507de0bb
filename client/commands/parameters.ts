import type { JsonObject } from '../../runtime/core/json.ts';
import type { Field } from '../deployments/parameter-form.ts';
import { checkForm, fieldsOf, isSimple, momentFault, momentOf, textOf } from '../deployments/parameter-form.ts';
import { parsePresets, presetsFile, withPreset } from '../deployments/presets.ts';
import { isOver } from '../runs/run.ts';
import { t } from '../l10n.ts';
import { chooseDeployment, chooseFlow, chooseRun } from './choose.ts';
import type { Context } from './context.ts';
import { runDeployment } from './deploy.ts';
import { runFlow } from './run-flow.ts';
import { flowOf } from './runs.ts';

/** What is asked for, and what happens with the answer. */
interface Asked {
  title: string;
  flowName: string;
  folder: string | undefined;
  schema: JsonObject | undefined | null;
  values: JsonObject;
  canSchedule: boolean;
  submit(values: JsonObject, at: Date | undefined): Promise<unknown>;
}

/** Runs a flow of the code with parameters from a form. */
export async function runFlowWith(context: Context, target: unknown): Promise<void> {
  const flow = await chooseFlow(context, target, t('Run flow with parameters'));
  if (flow === undefined) return;
  const schema = await context.flows.parameters(flow);
  await askParameters(context, {
    title: t('Run {0}', flow.name),
    flowName: flow.name,
    folder: flow.folder,
    schema,
    values: {},
    canSchedule: false,
    submit: (values) => runFlow(context, `flow:${flow.name}`, values),
  });
}

/** Runs a deployment with parameters: quick questions when there are few, else a form; perhaps later. */
export async function runDeploymentWith(context: Context, target: unknown): Promise<void> {
  const known = await chooseDeployment(context, target, t('Run deployment with parameters'));
  if (known === undefined) return;
  const { deployment, flowName } = known;
  const submit = (values: JsonObject, at: Date | undefined): Promise<void> =>
    runDeployment(context, `deployment:${deployment.id}`, values, at);
  const asked = {
    title: t('Run {0}/{1}', flowName, deployment.name),
    flowName,
    folder: context.workspace.folders[0],
    schema: deployment.parameterOpenapiSchema,
    values: deployment.parameters,
    canSchedule: true,
    submit,
  };
  const fields = fieldsOf(asked.schema, asked.values);
  if (fields.length === 0 || !isSimple(fields)) return askParameters(context, asked);
  const texts: Record<string, string> = {};
  for (const field of fields) {
    const validate = (text: string): string | undefined => checkForm([field], { [field.name]: text }).faults[field.name];
    const answer =
      field.kind === 'choice' || field.kind === 'boolean'
        ? await pickValue(context, field.label, field.kind === 'boolean' ? [true, false] : field.options, field)
        : await context.ui.ask({
            title: `${asked.title}: ${field.label}`,
            prompt: field.description,
            value: textOf(field, field.initial),
            secret: field.secret,
            validate,
          });
    if (answer === undefined) return undefined;
    texts[field.name] = answer;
  }
  const booleans = fields.filter(({ kind }) => kind === 'boolean').map(({ name }) => [name, texts[name] === 'true']);
  const { values } = checkForm(fields, { ...texts, ...Object.fromEntries(booleans) });
  await submitWhenever(context, asked, values);
}

/** Runs with these values now or later, or lets them be looked at in the form, with presets and history. */
async function submitWhenever(context: Context, asked: Asked, values: JsonObject): Promise<void> {
  const when = await context.ui.pick<'now' | 'later' | 'form'>(asked.title, [
    { label: t('$(play) Now'), value: 'now' },
    { label: t('$(calendar) Later…'), value: 'later' },
    { label: t('$(edit) In a Form…'), detail: t('With presets and the parameters of the last runs.'), value: 'form' },
  ]);
  if (when === 'now') await asked.submit(values, undefined);
  else if (when === 'form') await askParameters(context, { ...asked, values });
  else if (when === 'later') {
    const at = await context.ui.ask({
      title: t('Not before'),
      placeholder: '2026-11-21 08:00',
      prompt: t('In the time zone of this machine.'),
      validate: (text) =>
        momentFault(text) ?? (momentOf(text).getTime() < context.timers.now() ? t('This moment is in the past.') : undefined),
    });
    if (at !== undefined) await asked.submit(values, momentOf(at));
  }
}

/** Starts a new run with the parameters of another one, which can be changed before. */
export async function rerunWith(context: Context, target: unknown): Promise<void> {
  const run = await chooseRun(context, target, t('Run again with other parameters'), isOver);
  if (run === undefined) return;
  const { parameters: values } = await context.session.require().flowRuns.read({ id: run.id });
  const common = { title: t('Run {0} again', run.flowName), flowName: run.flowName, folder: context.workspace.folders[0], values };
  const { deploymentId } = run;
  if (deploymentId === undefined) {
    const schema = await context.flows.parameters(flowOf(context, run));
    await askParameters(context, {
      ...common,
      schema,
      canSchedule: false,
      submit: (changed) => runFlow(context, `flow:${run.flowName}`, changed),
    });
  } else {
    const { parameterOpenapiSchema: schema } = await context.session.require().deployments.read({ id: deploymentId });
    await askParameters(context, {
      ...common,
      schema,
      canSchedule: true,
      submit: (changed, at) => runDeployment(context, `deployment:${deploymentId}`, changed, at),
    });
  }
}

async function pickValue(
  { ui }: Pick<Context, 'ui'>,
  title: string,
  options: readonly unknown[],
  field: Pick<Field, 'kind'>,
): Promise<string | undefined> {
  return ui.pick(
    title,
    options.map((option) => ({ label: textOf(field, option), value: textOf(field, option) })),
  );
}

/** Opens the form, with the presets of the folder and the last runs' parameters to choose from. */
async function askParameters(context: Context, asked: Asked): Promise<void> {
  const { workspace, ui } = context;
  const file = asked.folder === undefined ? undefined : `${asked.folder}/${presetsFile}`;
  const presets = file === undefined ? {} : parsePresets(await workspace.read(file));
  context.openForm({
    ...asked,
    action: t('Run'),
    presets: { ...presets[asked.flowName], ...(await history(context, asked.flowName)) },
    async savePreset(values) {
      const name = await ui.ask({ title: t('Name of the preset'), value: 'default' });
      if (name === undefined || file === undefined) return;
      await workspace.write(file, withPreset(parsePresets(await workspace.read(file)), asked.flowName, name, values));
    },
  });
}

/** The parameters of the last runs of a flow. */
async function history({ session, runs }: Pick<Context, 'session' | 'runs'>, flowName: string): Promise<Record<string, JsonObject>> {
  if (session.client === undefined) return {};
  await runs.ensureLoaded();
  const last = runs
    .top()
    .filter((run) => run.flowName === flowName)
    .slice(0, 5);
  const rows = last.length === 0 ? [] : await session.require().flowRuns.filter({ flowRuns: { id: { any_: last.map(({ id }) => id) } } });
  return Object.fromEntries(
    rows.filter(({ parameters }) => Object.keys(parameters).length > 0).map((row) => [t('run {0}', row.name), row.parameters]),
  );
}
