import type { Connection } from '../../runtime/api/connection.ts';
import type { ErrorCode } from '../../runtime/core/errors.ts';
import { messageOf, MillraceError } from '../../runtime/core/errors.ts';
import type { Credentials } from '../connections/connections.ts';
import { apiUrl, headersOf } from '../connections/connections.ts';
import type { Context } from './context.ts';

type ConnectionContext = Pick<Context, 'connections' | 'session' | 'ui' | 'probe'>;

/** Asks for a server, tests it, and keeps and uses it when it answers. */
export async function addConnection({ connections, session, ui, probe }: ConnectionContext): Promise<void> {
  const address = await ui.ask({ title: 'Add server: its address', placeholder: 'http://127.0.0.1:4200/api', validate: addressFault });
  if (address === undefined) return;
  const url = apiUrl(address.trim());
  const credentials = await askCredentials(ui);
  if (credentials === undefined) return;
  const name = await ui.ask({
    title: 'Add server: a name for it',
    value: new URL(url).host,
    validate: (text) => (text.trim() === '' ? 'Give it a name.' : undefined),
  });
  if (name === undefined) return;
  const version = await ui.progress(`Testing ${url}`, () => test(probe, { url, headers: headersOf(credentials), source: 'profile', name }));
  await connections.add({ name, url }, credentials);
  await connections.choose(name);
  await session.refresh();
  await ui.notify('information', `Connected to ${name}: API of Prefect ${version}.`);
}

/** Forgets a server with its secret. */
export async function removeConnection({ connections, session, ui }: Pick<Context, 'connections' | 'session' | 'ui'>): Promise<void> {
  const saved = connections.saved();
  if (saved.length === 0) throw new MillraceError('not-found', 'No server was added, so there is none to remove.');
  const name = await ui.pick(
    'Remove server',
    saved.map((connection) => ({ label: connection.name, description: connection.url, value: connection.name })),
  );
  if (name === undefined) return;
  await connections.remove(name);
  await session.refresh();
}

async function askCredentials(ui: Context['ui']): Promise<Credentials | undefined> {
  const kind = await ui.pick<Credentials['kind']>('How does the server know you?', [
    { label: 'Not at all', detail: 'The server asks nobody.', value: 'none' },
    { label: 'API key', detail: 'As PREFECT_API_KEY.', value: 'key' },
    { label: 'Basic auth', detail: 'A text such as user:password, as PREFECT_API_AUTH_STRING.', value: 'basic' },
    { label: 'Cookie', detail: 'For a server behind a login page.', value: 'cookie' },
  ]);
  if (kind === undefined || kind === 'none') return kind === undefined ? undefined : { kind };
  const text = await ui.ask({ title: { key: 'API key', basic: 'Basic auth: user:password', cookie: 'Cookie header' }[kind], secret: true });
  if (text === undefined) return undefined;
  if (kind === 'key') return { kind, key: text };
  return kind === 'basic' ? { kind, auth: text } : { kind, cookie: text };
}

function addressFault(text: string): string | undefined {
  try {
    apiUrl(text.trim());
    return text.trim() === '' ? 'Give the address of the API.' : undefined;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return 'This is no address: it has the form http://host:port/api.';
  }
}

const advice: Readonly<Partial<Record<ErrorCode, string>>> = {
  unauthorized: 'The server answers, but does not accept this key or password.',
  unreachable: 'Nothing answers there: look at the address, the port, and whether the server runs.',
  'not-found': 'Something answers there, but it is not the API of Prefect: the address usually ends with /api.',
};

async function test(probe: Context['probe'], connection: Connection): Promise<string> {
  try {
    return await probe(connection);
  } catch (error) {
    const known = MillraceError.is(error) ? advice[error.code] : undefined;
    throw new MillraceError('failed', `The server was not added. ${known ?? ''} (${messageOf(error)})`, { cause: error });
  }
}
