import { newId } from '../../core/ids.ts';
import { blockChecksum } from './block-checksum.ts';
import { insertBlockSchema } from './blocks.ts';
import type { Tx } from './database.ts';

/** A block type that Prefect's clients expect to find on every server. */
interface SystemBlock {
  name: string;
  slug: string;
  description: string;
  fields: Record<string, unknown>;
  capabilities: string[];
}

/** The fields are those of 3.9.1 to the letter, because clients look for a schema by its checksum. */
const version = '3.9.1';

const position = (index: number, field: object): object => ({ ...field, position: index });

const webhook: SystemBlock = {
  name: 'Webhook',
  slug: 'webhook',
  description: 'Block that enables calling webhooks.',
  capabilities: [],
  fields: {
    title: 'Webhook',
    type: 'object',
    description: 'Block that enables calling webhooks.',
    required: ['url'],
    properties: {
      method: position(0, {
        default: 'POST',
        description: 'The webhook request method. Defaults to `POST`.',
        enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        title: 'Method',
        type: 'string',
      }),
      url: position(1, {
        description: 'The webhook URL.',
        examples: ['https://hooks.slack.com/XXX'],
        format: 'password',
        title: 'Webhook URL',
        type: 'string',
        writeOnly: true,
      }),
      headers: position(2, {
        description: 'A dictionary of headers to send with the webhook request.',
        title: 'Webhook Headers',
        type: 'object',
      }),
      allow_private_urls: position(3, {
        default: true,
        description: 'Whether to allow notifications to private URLs. Defaults to True.',
        title: 'Allow Private Urls',
        type: 'boolean',
      }),
      verify: position(4, {
        default: true,
        description: 'Whether or not to enforce a secure connection to the webhook.',
        title: 'Verify',
        type: 'boolean',
      }),
    },
    secret_fields: ['url', 'headers.*'],
    block_type_slug: 'webhook',
    block_schema_references: {},
  },
};

const secretDescription =
  'A block that represents a secret value. The value stored in this block will be obfuscated when this block is viewed or edited in the UI.';

const secret: SystemBlock = {
  name: 'Secret',
  slug: 'secret',
  description: secretDescription,
  capabilities: [],
  fields: {
    title: 'Secret',
    type: 'object',
    description: secretDescription,
    required: ['value'],
    properties: {
      value: position(0, {
        anyOf: [
          { format: 'password', type: 'string', writeOnly: true },
          { title: 'string', type: 'string' },
          { $ref: '#/definitions/JsonValue', title: 'JSON' },
        ],
        description: 'A value that should be kept secret.',
        examples: ['sk-1234567890', { password: 's3cr3t', username: 'johndoe' }],
        format: 'password',
        title: 'Value',
        writeOnly: true,
      }),
    },
    definitions: { JsonValue: {} },
    secret_fields: ['value', 'value'],
    block_type_slug: 'secret',
    block_schema_references: {},
  },
};

const localFileSystem: SystemBlock = {
  name: 'Local File System',
  slug: 'local-file-system',
  description: 'Store data as a file on a local file system.',
  capabilities: ['write-path', 'get-directory', 'put-directory', 'read-path'],
  fields: {
    title: 'LocalFileSystem',
    type: 'object',
    description: 'Store data as a file on a local file system.',
    properties: {
      basepath: position(0, {
        anyOf: [{ type: 'string' }, { type: 'null' }],
        default: null,
        description: 'Default local path for this block to write to.',
        title: 'Basepath',
      }),
    },
    secret_fields: [],
    block_type_slug: 'local-file-system',
    block_schema_references: {},
  },
};

/** The types without which Prefect's clients find a server incomplete; the others a client registers when it uses them. */
export const systemBlocks: readonly SystemBlock[] = [webhook, secret, localFileSystem];

/** Writes the system's block types where they are missing, and protects them from being deleted. */
export function installSystemBlocks(tx: Tx): void {
  const there = tx.get<{ count: number }>('SELECT count(*) AS count FROM block_type WHERE is_protected = 1')?.count ?? 0;
  if (there === systemBlocks.length) return;
  for (const block of systemBlocks) {
    tx.run(
      `INSERT INTO block_type (id, created, updated, name, slug, logo_url, documentation_url, description, code_example, is_protected)
        VALUES (?, ?, ?, ?, ?, NULL, NULL, ?, NULL, 1) ON CONFLICT (slug) DO UPDATE SET is_protected = 1`,
      ...[newId(), tx.now(), tx.now(), block.name, block.slug, block.description],
    );
    installSchema(tx, block);
  }
}

function installSchema(tx: Tx, { slug, fields, capabilities }: SystemBlock): void {
  const typeId = tx.get<{ id: string }>('SELECT id FROM block_type WHERE slug = ?', slug)?.id;
  const checksum = blockChecksum(fields);
  const known = tx.get('SELECT 1 FROM block_schema WHERE checksum = ? AND version = ?', checksum, version);
  if (known !== undefined || typeId === undefined) return;
  insertBlockSchema(tx, { typeId, checksum, version, fields, capabilities });
}
