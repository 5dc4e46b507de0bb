import type { LinkedFile, TaskModel } from '../../model/entities.ts';
import type { FunctionModel } from '../../model/file.ts';
import type { ObjectMember } from '../../model/value.ts';
import { ownOption } from './options.ts';

/** The function that makes the cache keys of a task. */
export interface CacheKey {
  readonly task: TaskModel;
  readonly member: ObjectMember;
  readonly file: LinkedFile;
  readonly function: FunctionModel;
}

/** Every cache key function that is given in a file, wherever the function itself stands. */
export function* cacheKeysIn(file: LinkedFile): Generator<CacheKey> {
  for (const task of file.tasks) {
    const option = ownOption(task, 'cacheKeyFn');
    const entity = option?.file.entityOf(option.member.value);
    if (option?.file !== file || entity?.kind !== 'function') continue;
    yield { task, member: option.member, file: entity.file, function: entity.function };
  }
}
