import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerFacts } from '../../server/model/entities.ts';
import type { OptionValues, Rule } from '../../server/rules/rule.ts';
import type { ActiveRule } from '../../server/workspace/lint-file.ts';

/** The examples of one section of a rule's page: the files of a project, and what a connected server knows. */
export interface Examples {
  readonly files: Readonly<Record<string, string>>;
  readonly server: ServerFacts | undefined;
}

/** Where the pages are. */
export const rulePages = join(import.meta.dirname, '../../docs/rules');

/** The sections of a rule's page by their headings. */
export function sectionsOf({ id }: Rule): Map<string, string> {
  const parts = readFileSync(join(rulePages, `${id}.md`), 'utf8')
    .split(/^## /m)
    .slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n'))]));
}

/** The fences of a section: ```` ```ts flows/etl.ts ```` is that file, ```` ```json server ```` what the server knows. */
export function examplesIn(section: string): Examples {
  const files: Record<string, string> = {};
  let server: ServerFacts | undefined;
  for (const [, info = '', text = ''] of section.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)) {
    const [language = '', path = `flows.${language}`] = info.split(' ');
    if (path === 'server') server = { workPools: [], workQueues: [], tags: [], deployments: [], ...JSON.parse(text) };
    else files[path] = text;
  }
  assert.ok(Object.keys(files).length > 0, 'no example');
  return { files, server };
}

/** A rule as the examples of its page are checked. */
export const activated = (rule: Rule): ActiveRule => ({
  rule,
  severity: rule.severity,
  options: { ...defaultsOf(rule), ...exampleOptions[rule.id] },
});

/** The options of a rule as nobody has set them. */
export const defaultsOf = ({ options = {} }: Rule): OptionValues =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));

/** Half a megabyte would be a poor example. */
const exampleOptions: Readonly<Record<string, OptionValues>> = { 'large-literal-parameter': { maximumKilobytes: 0.1 } };
