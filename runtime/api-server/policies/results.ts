/** True when a state's data refers to a stored result, as Prefect 2 and 3 write it: any object not marked unpersisted. */
export const isPersisted = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  !Array.isArray(data) &&
  Object.keys(data).length > 0 &&
  Reflect.get(data, 'type') !== 'unpersisted';
