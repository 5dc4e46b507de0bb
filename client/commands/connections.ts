import type { StepResult } from '../../runtime/api/connection-test.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import type { Credentials } from '../connections/connections.ts';
import { apiUrl } from '../connections/connections.ts';
import { t } from '../l10n.ts';
import type { Context } from './context.ts';

type ConnectionContext = Pick<Context, 'connections' | 'session' | 'ui' | 'probe'>;

/** Asks for a server, tests it, and keeps and uses it when it answers; else says why, and asks again from this address on. */
export async function addConnection(context: ConnectionContext, begun = ''): Promise<void> {
  const { connections, session, ui, probe } = context;
  const address = await ui.ask({
    title: t('Add server: its address'),
    placeholder: 'http://127.0.0.1:4200/api',
    value: begun,
    validate: addressFault,
  });
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
  const results = await ui.progress(t('Testing {0}', url), () => probe(connections.describe({ name, url }, credentials)));
  const fault = await faultOf(results, credentials.kind);
  if (fault !== undefined) {
    const again = t('Try Again');
    const chosen = await ui.notify('error', t('The server was not added. {0}', fault), again);
    return chosen === again ? addConnection(context, address) : undefined;
  }
  await connections.add({ name, url }, credentials);
  await connections.choose(name);
  await session.refresh();
  await ui.notify('information', t('Connected to {0}: {1}', name, results.at(-1)?.text ?? ''));
}

/** Forgets a server with its secret. */
export async function removeConnection({ connections, session, ui }: Pick<Context, 'connections' | 'session' | 'ui'>): Promise<void> {
  const saved = connections.saved();
  if (saved.length === 0) throw new MillraceError('not-found', t('There is no server to remove: none was added.'));
  const name = await ui.pick(
    t('Remove server'),
    saved.map((connection) => ({ label: connection.name, description: connection.url, value: connection.name })),
  );
  if (name === undefined) return;
  await connections.remove(name);
  await session.refresh();
}

async function askCredentials(ui: Context['ui']): Promise<Credentials | undefined> {
  const kind = await ui.pick<Credentials['kind']>(t('How do you sign in to the server?'), [
    { label: t('Not at all'), detail: t('The server asks for no credentials.'), value: 'none' },
    { label: t('API key'), detail: t('The same as PREFECT_API_KEY.'), value: 'key' },
    { label: t('Basic auth'), detail: t('A text such as user:password, the same as PREFECT_API_AUTH_STRING.'), value: 'basic' },
    { label: t('Login page'), detail: t('Your name and password are posted to a form, which answers with cookies.'), value: 'login' },
    { label: t('Cookie'), detail: t('A cookie that you already have, for a server behind a login page.'), value: 'cookie' },
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
  const url = await ui.ask({ title: t('Login page: where its form is posted to'), value: '/login' });
  const username = url === undefined ? undefined : await ui.ask({ title: t('Login page: your user name') });
  const password = username === undefined ? undefined : await ui.ask({ title: t('Login page: your password'), secret: true });
  if (url === undefined || username === undefined || password === undefined) return undefined;
  return { kind: 'login', url, username, password };
}

function addressFault(text: string): string | undefined {
  try {
    apiUrl(text.trim());
    return text.trim() === '' ? t('Give the address of the API.') : undefined;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return t('This is not an address. Addresses look like http://host:port/api.');
  }
}

/** Why the server cannot be used, in words; undefined when it can. What the command line would advise is of no use here. */
async function faultOf(results: readonly StepResult[], kind: Credentials['kind']): Promise<string | undefined> {
  const { failureOf } = await import('../../runtime/api/connection-test.ts');
  const failed = results.find(({ ok }) => !ok);
  if (failed?.step !== 'login') return failureOf(results)?.message;
  if (kind === 'login' || (failed.status !== 401 && failed.status !== 403)) return failed.text;
  return {
    none: t('It asks who you are: try again with an API key, basic auth or a login page.'),
    key: t('It does not accept this API key: copy it again, or create another one on the server.'),
    basic: t('It does not accept this user and password: check both.'),
    cookie: t('It does not accept this cookie, which may have expired: sign in with a browser, and copy it again.'),
  }[kind];
}
