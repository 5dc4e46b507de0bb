import { get } from './contract.ts';

/** What the server is. */
export const admin = {
  health: get('/health').gives<boolean>(),
  ready: get('/ready').gives<{ message: string }>(),
  apiVersion: get('/version').gives<string>(),
  hello: get('/hello').gives<string>(),
  version: get('/admin/version').gives<string>(),
  settings: get('/admin/settings').gives<Record<string, unknown>>(),
  csrfToken: get('/csrf-token').gives<{ token: string; client: string; expiration: string }>(),
  /** The block that stores results unless a flow says otherwise: none here. */
  storage: get('/admin/storage').gives<{ defaultResultStorageBlockId: string | null }>(),
  workerMetadata: get('/collections/views/aggregate-worker-metadata').gives<Record<string, unknown>>(),
};
