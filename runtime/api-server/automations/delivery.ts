import { canonicalUuid } from '../../core/ids.ts';
import { MillraceError } from '../../core/errors.ts';
import { blockDataOf } from '../store/blocks.ts';
import type { Tx } from '../store/database.ts';
import { render } from './templates.ts';
import type { Delivery, Triggered } from './triggered.ts';

/** The names that templates know. */
type ToContext = (templates: readonly string[]) => Readonly<Record<string, unknown>>;

/** The request of a `call-webhook` action. */
export function callWebhook(tx: Tx, triggered: Triggered, toContext: ToContext): void {
  const { data, slug } = blockOf(tx, triggered);
  if (slug !== 'webhook') throw new MillraceError('invalid', 'The referenced block was not a webhook block');
  const payload = textOf(triggered.action['payload'], '');
  triggered.done.delivery = { ...base(data), body: render(payload, toContext([payload])), headers: strings(data['headers']) };
}

/** The request of a `send-notification` action: to Slack, or to any address by a block of type Custom Webhook. */
export function sendNotification(tx: Tx, triggered: Triggered, toContext: ToContext): void {
  const { data, slug } = blockOf(tx, triggered);
  const [subjectText, bodyText] = [
    textOf(triggered.action['subject'], 'Prefect automated notification'),
    textOf(triggered.action['body'], ''),
  ];
  const context = toContext([subjectText, bodyText]);
  const [subject, body] = [render(subjectText, context), render(bodyText, context)];
  const known = Object.hasOwn(notifiers, slug) ? notifiers[slug] : undefined;
  if (known === undefined) {
    throw new MillraceError(
      'unsupported',
      `Blocks of type ${slug} send nothing from this server: use one of type ${Object.keys(notifiers).join(' or ')}, or call a webhook.`,
    );
  }
  triggered.done.delivery = known(data, subject, body);
}

type Data = Readonly<Record<string, unknown>>;

const json = { 'content-type': 'application/json' };

const notifiers: Readonly<Record<string, (data: Data, subject: string, body: string) => Delivery>> = {
  'slack-webhook': (data, subject, body) => ({
    ...base(data),
    method: 'POST',
    headers: json,
    body: JSON.stringify({ text: `*${subject}*\n${body}` }),
  }),
  'custom-webhook': customWebhook,
};

/** `{{name}}` within its texts stands for the subject, the body, the block's name or one of its secrets. */
function customWebhook(data: Data, subject: string, body: string): Delivery {
  const known = { ...strings(data['secrets']), subject, body, name: textOf(data['name'], '') };
  const filled = (text: string): string =>
    text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (part, name: string) => Reflect.get(known, name) ?? part);
  const all = (value: unknown): Record<string, string> =>
    Object.fromEntries(Object.entries(strings(value)).map(([name, text]) => [name, filled(text)]));
  const url = new URL(filled(textOf(data['url'], '')));
  for (const [name, value] of Object.entries(all(data['params']))) url.searchParams.append(name, value);
  const cookies = Object.entries(all(data['cookies'])).map(([name, value]) => `${name}=${value}`);
  const headers = { ...all(data['headers']), ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}) };
  const { json_data: jsonData, form_data: form } = data;
  const whole = { ...base(data), url: url.href };
  if (typeof jsonData === 'object' && jsonData !== null) {
    // Within JSON, what is filled in is escaped as a part of a text.
    const text = JSON.stringify(jsonData, (_key, value: unknown) => (typeof value === 'string' ? filled(value) : value));
    return { ...whole, headers: { ...json, ...headers }, body: text };
  }
  if (typeof form === 'string') return { ...whole, headers, body: filled(form) };
  const sent = new URLSearchParams(all(form)).toString();
  return { ...whole, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: sent };
}

const base = (data: Data): Delivery => ({
  method: textOf(data['method'], 'POST'),
  url: textOf(data['url'], ''),
  headers: {},
  body: '',
  timeout: typeof data['timeout'] === 'number' ? Math.min(data['timeout'], 60) : 10,
  allowsPrivate: data['allow_private_urls'] !== false,
  verifies: data['verify'] !== false,
});

const textOf = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

const strings = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)])) : {};

function blockOf(tx: Tx, { action, done }: Triggered): { data: Data; slug: string } {
  const id = canonicalUuid(String(action['block_document_id']));
  const row = tx.get('SELECT d.*, t.slug FROM block_document d JOIN block_type t ON t.id = d.block_type_id WHERE d.id = ?', id);
  if (row === undefined) throw new MillraceError('not-found', `Unexpected status from '${String(action['type'])}' action: 404`);
  const slug = String(row['slug']);
  done.related.push(
    {
      'prefect.resource.id': `prefect.block-document.${id}`,
      'prefect.resource.role': 'block',
      'prefect.resource.name': String(row['name']),
    },
    { 'prefect.resource.id': `prefect.block-type.${slug}`, 'prefect.resource.role': 'block-type' },
  );
  return { data: blockDataOf(tx, row), slug };
}
