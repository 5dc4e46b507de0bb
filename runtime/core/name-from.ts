import { literalDefaults } from './literal-defaults.ts';
import { fillTemplate, namesIn } from './template.ts';

/**
 * The name that a template such as `etl-{day}` gives to a run of a function, or to its value. A parameter that was not given has the default
 * that the function's own source writes as a literal. Undefined when one has none: nothing is ever called `etl-{day}`.
 */
export function nameFrom(template: string, parameters: Readonly<Record<string, unknown>>, fn: object): string | undefined {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const names = namesIn(template);
  const known = names.every((name) => given.some(([key]) => key === name));
  const all = { ...(known ? {} : literalDefaults(String(fn))), ...Object.fromEntries(given) };
  return fillTemplate(template, all);
}
