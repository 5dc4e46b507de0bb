/** True when a state's data refers to a stored result, as Prefect 2 and 3 write it. */
export function isPersisted(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const type: unknown = Reflect.get(data, 'type');
  return Reflect.get(data, 'storage_key') !== undefined || type === 'reference' || type === 'literal';
}
