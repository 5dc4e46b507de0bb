import type { admin as contract } from '../../api/admin.ts';
import type { Handlers } from './route.ts';
import { refuse } from './route.ts';
import { workerMetadata } from './worker-metadata.ts';

/** The API that Prefect 2.13.7 to 3.9 speak. */
const apiVersion = '0.8.4';

/** The release whose behaviour the embedded server follows. */
export const prefectVersion = '3.9.1';

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
  storage: () => ({ body: { default_result_storage_block_id: null } }),
  workerMetadata: () => ({ body: workerMetadata }),
};
