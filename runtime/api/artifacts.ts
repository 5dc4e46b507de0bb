import type { Artifact, ArtifactCollection } from '../core/client-resources.ts';
import { anything, maybe, object, optional, record, string, uuid } from '../core/schema.ts';
import { get, patch, post, query, remove } from './contract.ts';
import { artifactFilter, page, relations, sorted } from './filters.ts';

const filter = { artifacts: maybe(artifactFilter), ...relations };
const orders = sorted('CREATED_DESC', 'UPDATED_DESC', 'ID_DESC', 'KEY_DESC', 'KEY_ASC');

/** What runs show: tables, texts, links, images, progress, results. */
export const artifacts = {
  create: post(
    '/artifacts/',
    object({
      key: maybe(string({ pattern: '^[a-z0-9-]*$' })),
      type: maybe(string()),
      description: maybe(string()),
      data: optional(anything()),
      metadata_: maybe(record(string())),
      flow_run_id: maybe(uuid()),
      task_run_id: maybe(uuid()),
    }),
  ).gives<Artifact>(),
  read: get('/artifacts/:id').gives<Artifact>(),
  readLatest: get('/artifacts/:key/latest').gives<Artifact>(),
  update: patch(
    '/artifacts/:id',
    object({ data: optional(anything()), description: maybe(string()), metadata_: maybe(record(string())) }),
  ).gives<null>(),
  delete: remove('/artifacts/:id').gives<null>(),
  filter: query('/artifacts/filter', object({ ...filter, ...page, ...orders })).gives<Artifact[]>(),
  filterLatest: query('/artifacts/latest/filter', object({ ...filter, ...page, ...orders })).gives<ArtifactCollection[]>(),
  count: query('/artifacts/count', object(filter)).gives<number>(),
  countLatest: query('/artifacts/latest/count', object(filter)).gives<number>(),
};
