/** `etl-{day}` with the parameters put in; a placeholder that names none is left as it is written. */
export function fillTemplate(template: string, parameters: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in parameters ? describe(parameters[name]) : whole));
}

const describe = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));
