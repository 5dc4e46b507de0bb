/** `etl-{day}` or `{chunk.id}` with the parameters put in, `{{` and `}}` as braces; undefined when a placeholder names no parameter. */
export function fillTemplate(template: string, parameters: Readonly<Record<string, unknown>>): string | undefined {
  let filled = true;
  const text = template.replaceAll(/\{\{|\}\}|\{(\w+(?:\.\w+)*)\}/g, (whole, path: string | undefined) => {
    if (path === undefined) return whole.slice(1);
    const value = path.split('.').reduce<unknown>(inside, parameters);
    if (value === undefined) filled = false;
    return value === undefined ? whole : describe(value);
  });
  return filled ? text : undefined;
}

const inside = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

const describe = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));
