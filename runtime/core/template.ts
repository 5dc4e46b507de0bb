/** `etl-{day}` or `{chunk.id}` with the parameters put in; a placeholder that names none is left as it is written. */
export function fillTemplate(template: string, parameters: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(/\{(\w+(?:\.\w+)*)\}/g, (whole, path: string) => {
    const value = path.split('.').reduce<unknown>(inside, parameters);
    return value === undefined ? whole : describe(value);
  });
}

const inside = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

const describe = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));
