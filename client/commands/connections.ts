import type { Connection } from '../../runtime/api/connection.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import type { Credentials } from '../connections/connections.ts';
import { apiUrl } from '../connections/connections.ts';
import { t } from '../l10n.ts';
import type { Context } from './context.ts';

type ConnectionContext = Pick<Context, 'connections' | 'session' | 'ui' | 'probe'>;

/** Asks for a server, tests it, and keeps and uses it when it answers. */
export async function addConnection({ connections, session, ui, probe }: ConnectionContext): Promise<void> {
  const address = await ui.ask({ title: t('Add server: its address'), placeholder: 'http://127.0.0.1:4200/api', validate: addressFault });
  if (address === undefined) return;
  const url = apiUrl(address.trim());
  const credentials = await askCredentials(ui);
  if (credentials === undefined) return;
  const name = await ui.ask({
    title: t('Add server: a name for it'),
    value: new URL(url).host,
    validate: (text) => (text.trim() === '' ? t('Give it a name.') : undefined),
  });
  if (name === undefined) return;
  const found = await ui.progress(t('Testing {0}', url), () => test(probe, connections.describe({ name, url }, credentials)));
  await connections.add({ name, url }, credentials);
  await connections.choose(name);
  await session.refresh();
  await ui.notify('information', t('Connected to {0}: {1}', name, found));
}

/** Forgets a server with its secret. */
export async function removeConnection({ connections, session, ui }: Pick<Context, 'connections' | 'session' | 'ui'>): Promise<void> {
  const saved = connections.saved();
  if (saved.length === 0) throw new MillraceError('not-found', t('No server was added, so there is none to remove.'));
  const name = await ui.pick(
    t('Remove server'),
    saved.map((connection) => ({ label: connection.name, description: connection.url, value: connection.name })),
  );
  if (name === undefined) return;
  await connections.remove(name);
  await session.refresh();
}

async function askCredentials(ui: Context['ui']): Promise<Credentials | undefined> {
  const kind = await ui.pick<Credentials['kind']>(t('How does the server know you?'), [
    { label: t('Not at all'), detail: t('The server asks nobody.'), value: 'none' },
    { label: t('API key'), detail: t('As PREFECT_API_KEY.'), value: 'key' },
    { label: t('Basic auth'), detail: t('A text such as user:password, as PREFECT_API_AUTH_STRING.'), value: 'basic' },
    { label: t('Login page'), detail: t('A form is posted with your name and password, and answers with cookies.'), value: 'login' },
    { label: t('Cookie'), detail: t('One that you have, for a server behind a login page.'), value: 'cookie' },
  ]);
  if (kind === undefined || kind === 'none') return kind === undefined ? undefined : { kind };
  if (kind === 'login') return askLogin(ui);
  const text = await ui.ask({
    title: { key: t('API key'), basic: t('Basic auth: user:password'), cookie: t('Cookie header') }[kind],
    secret: true,
  });
  if (text === undefined) return undefined;
  if (kind === 'key') return { kind, key: text };
  return kind === 'basic' ? { kind, auth: text } : { kind, cookie: text };
}

async function askLogin(ui: Context['ui']): Promise<Credentials | undefined> {
  const url = await ui.ask({ title: t('Where the form is posted to'), value: '/login' });
  const username = url === undefined ? undefined : await ui.ask({ title: 'Name' });
  const password = username === undefined ? undefined : await ui.ask({ title: 'Password', secret: true });
  if (url === undefined || username === undefined || password === undefined) return undefined;
  return { kind: 'login', url, username, password };
}

function addressFault(text: string): string | undefined {
  try {
    apiUrl(text.trim());
    return text.trim() === '' ? t('Give the address of the API.') : undefined;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return t('This is no address: it has the form http://host:port/api.');
  }
}

/** What the last step to the server has found. */
async function test(probe: Context['probe'], connection: Connection): Promise<string> {
  const results = await probe(connection);
  const { failureOf } = await import('../../runtime/api/connection-test.ts');
  const failure = failureOf(results);
  if (failure !== undefined) throw new MillraceError('failed', t('The server was not added. {0}', failure.message), { cause: failure });
  return results.at(-1)?.text ?? '';
}
