import type { JsonObject } from './json.ts';

/** What programs keep on a server beside runs, as clients read it. Times are ISO 8601 strings, ids are UUIDs. */
interface Entity {
  id: string;
  created: string;
  updated: string;
}

/** A limit of the task runs with a tag; `activeSlots` are the ids of those that have a slot. */
export interface TagLimit extends Entity {
  tag: string;
  concurrencyLimit: number;
  activeSlots: string[];
}

/** A global limit; slots become free by themselves at `slotDecayPerSecond`. */
export interface ConcurrencyLimit extends Entity {
  name: string;
  active: boolean;
  limit: number;
  activeSlots: number;
  slotDecayPerSecond: number;
}

/** A named value; texts only on servers before 3.0. */
export interface Variable extends Entity {
  name: string;
  value: unknown;
  tags: string[];
}

/** Something that a run shows; the newest of a key is its latest. */
export interface Artifact extends Entity {
  key: string | null;
  type: string | null;
  description: string | null;
  data: unknown;
  metadata_: JsonObject | null;
  flowRunId: string | null;
  taskRunId: string | null;
}

/** The latest artifact of a key. */
export interface ArtifactCollection extends Artifact {
  latestId: string;
}

/** A kind of block, such as a secret or a file system. */
export interface BlockType extends Entity {
  name: string;
  slug: string;
  logoUrl: string | null;
  documentationUrl: string | null;
  description: string | null;
  codeExample: string | null;
  isProtected: boolean;
}

/** The fields of a block type, by the checksum of their JSON Schema. */
export interface BlockSchema extends Entity {
  checksum: string;
  fields: JsonObject;
  blockTypeId: string | null;
  blockType: BlockType | null;
  capabilities: string[];
  version: string;
}

/** A block's values. */
export interface BlockDocument extends Entity {
  name: string | null;
  data: JsonObject;
  blockSchemaId: string;
  blockSchema: BlockSchema | null;
  blockTypeId: string;
  blockTypeName: string | null;
  blockType: BlockType | null;
  blockDocumentReferences: JsonObject;
  isAnonymous: boolean;
}

/** A value that a flow run waits for, or was given. `value` is JSON text. */
export interface FlowRunInput extends Entity {
  flowRunId: string;
  key: string;
  value: string;
  sender: string | null;
}

/** What is done when events come, or do not come. */
export interface Automation extends Entity {
  name: string;
  description: string;
  enabled: boolean;
  tags: string[];
  trigger: JsonObject;
  actions: JsonObject[];
  actionsOnTrigger: JsonObject[];
  actionsOnResolve: JsonObject[];
}

/** A page of a list. */
export interface Page<T> {
  results: T[];
  count: number;
  limit: number;
  pages: number;
  page: number;
}
