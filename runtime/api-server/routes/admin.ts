import type { admin as contract } from '../../api/admin.ts';
import type { Handlers } from './route.ts';
import { refuse } from './route.ts';
import type { Tx } from '../store/database.ts';
import { workerMetadata } from './worker-metadata.ts';

/** The API that Prefect 2.13.7 to 3.9 speak. */
const apiVersion = '0.8.4';

/** The release whose behaviour the embedded server follows. */
const prefectVersion = '3.9.1';

export const admin: Handlers<typeof contract> = {
  health: () => ({ body: true }),
  ready: () => ({ body: { message: 'OK' } }),
  apiVersion: () => ({ body: apiVersion }),
  hello: () => ({ body: '👋' }),
  /** A Prefect client refuses a server of another major version, and accepts its own. */
  version: (_tx, { headers }) => ({ body: /^prefect\/(3\.\S+) \(/.exec(headers['user-agent'] ?? '')?.[1] ?? prefectVersion }),
  settings: (tx) => ({ body: { millrace: tx.settings } }),
  csrfToken() {
    throw refuse(422, 'CSRF protection is disabled.');
  },
  storage: (tx) => ({ body: storageOf(tx) }),
  setStorage(tx, { body: { default_result_storage_block_id: id } }) {
    const row = tx.get<{ capabilities: string }>(
      'SELECT s.capabilities FROM block_document d JOIN block_schema s ON s.id = d.block_schema_id WHERE d.id = ?',
      id,
    );
    if (row === undefined) throw refuse(404, `Block document ${id} not found.`);
    const capabilities: unknown[] = JSON.parse(row.capabilities);
    if (!capabilities.includes('write-path')) throw refuse(422, `Block document ${id} cannot be used for result storage.`);
    tx.run('INSERT OR REPLACE INTO result_storage (one, block_document_id) VALUES (1, ?)', id);
    return { body: storageOf(tx) };
  },
  clearStorage(tx) {
    tx.run('DELETE FROM result_storage');
    return {};
  },
  workerMetadata: () => ({ body: workerMetadata }),
};

const storageOf = (tx: Tx): { default_result_storage_block_id: string | null } => ({
  default_result_storage_block_id: tx.get<{ id: string }>('SELECT block_document_id AS id FROM result_storage')?.id ?? null,
});
