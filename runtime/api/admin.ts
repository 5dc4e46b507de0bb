import { object, uuid } from '../core/schema.ts';
import { get, put, remove } from './contract.ts';

/** What the server is. */
export const admin = {
  health: get('/health').gives<boolean>(),
  ready: get('/ready').gives<{ message: string }>(),
  apiVersion: get('/version').gives<string>(),
  hello: get('/hello').gives<string>(),
  version: get('/admin/version').gives<string>(),
  settings: get('/admin/settings').gives<Record<string, unknown>>(),
  csrfToken: get('/csrf-token').gives<{ token: string; client: string; expiration: string }>(),
  /** The block that stores results unless a flow says otherwise. */
  storage: get('/admin/storage').gives<{ defaultResultStorageBlockId: string | null }>(),
  setStorage: put('/admin/storage', object({ default_result_storage_block_id: uuid() })).gives<{
    defaultResultStorageBlockId: string | null;
  }>(),
  clearStorage: remove('/admin/storage').gives<null>(),
  workerMetadata: get('/collections/views/aggregate-worker-metadata').gives<Record<string, unknown>>(),
};
