import type { JsonObject } from '../../runtime/core/json.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import { isPaused } from '../../runtime/core/state.ts';
import { t } from '../l10n.ts';
import { chooseRun } from './choose.ts';
import type { Context } from './context.ts';

/** What a paused run asks for. */
interface Asked {
  /** JSON Schema of the answer; undefined when the server does not have it. */
  schema: JsonObject | undefined;
  /** What is asked, in the words of the flow. */
  description: string | undefined;
}

type ResumeContext = Pick<Context, 'runs' | 'session' | 'ui' | 'openForm' | 'notices'>;

/** Lets a paused run go on; when it asks for input, a form made of what it asks for is opened first. */
export async function resumeRun(context: ResumeContext, target: unknown): Promise<void> {
  const run = await chooseRun(context, target, t('Resume run'), ({ stateType }) => stateType !== null && isPaused({ type: stateType }));
  if (run === undefined) return;
  const { state } = await context.session.require().flowRuns.read({ id: run.id });
  const keys = state?.stateDetails.runInputKeyset;
  if (keys === undefined || keys === null) {
    await resume(context, run.id, {});
    return;
  }
  const { schema, description } = await readAsked(context, run.id, keys);
  context.openForm({
    title: t('Resume {0}', run.name),
    action: t('Resume'),
    description,
    schema,
    values: {},
    presets: {},
    canSchedule: false,
    submit: (values) => resume(context, run.id, { runInput: values }),
  });
}

async function resume({ session, notices }: ResumeContext, id: string, body: { runInput?: JsonObject }): Promise<void> {
  const { status, details } = await session.require().flowRuns.resume({ id }, body);
  if (status !== 'ACCEPT') throw new MillraceError('conflict', t('The run was not resumed: {0}', details.reason ?? status));
  notices.expect(id);
}

/** Reads what is asked from the inputs of the run, where Prefect's flows and ours leave it as JSON. */
async function readAsked({ session }: ResumeContext, id: string, keys: Readonly<Record<string, string>>): Promise<Asked> {
  const read = async (key: string | undefined): Promise<unknown> => {
    if (key === undefined) return undefined;
    const text = await session
      .require()
      .flowRunInputs.read({ id, key })
      .catch((error: unknown) => {
        if (MillraceError.is(error, 'not-found')) return undefined;
        throw error;
      });
    return text === undefined ? undefined : JSON.parse(text);
  };
  const [schema, description] = await Promise.all([read(keys['schema']), read(keys['description'])]);
  return {
    schema: typeof schema === 'object' && schema !== null ? { ...schema } : undefined,
    description: typeof description === 'string' ? description : undefined,
  };
}
