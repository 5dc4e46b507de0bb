import { literalDefaults } from './written-parameters.ts';
import { fillTemplate } from './template.ts';

/**
 * The name that a template such as `etl-{day}` gives to a run of a function, or to its value. A parameter that was not given has the default
 * that the function's own source writes as a literal. Undefined when one has none: nothing is ever called `etl-{day}`.
 */
export function nameFrom(template: string, parameters: Readonly<Record<string, unknown>>, fn: object): string | undefined {
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
  return fillTemplate(template, given) ?? fillTemplate(template, { ...literalDefaults(String(fn)), ...given });
}
