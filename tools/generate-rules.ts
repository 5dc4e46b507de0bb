import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Rule } from '../server/rules/rule.ts';

const root = join(import.meta.dirname, '..');
const load = createRequire(import.meta.url);

/** What is made of the rules' metadata: the list that programs import, and the page that people read. */
export function generatedRuleFiles(): Record<string, string> {
  const rules = readRules();
  const pages = rules.map((rule): [string, string] => [`docs/rules/${rule.id}.md`, withFacts(rule, `docs/rules/${rule.id}.md`)]);
  return { 'server/rules/index.ts': indexOf(rules), 'docs/rules/README.md': pageOf(rules), ...Object.fromEntries(pages) };
}

/** A rule's page, which people write, with what the rule itself says between its title and its first heading, and of its options. */
function withFacts(rule: Rule, page: string): string {
  const path = join(root, page);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const written = text.slice(Math.max(0, text.indexOf('## What'))).replace(/^## Options\n[\s\S]*?(?=^## )/m, '');
  return `# ${rule.id}\n\n${factsOf(rule)}\n\n${written.replace(/^(?=## When not to use)/m, optionsOf(rule))}`;
}

const mended = {
  safe: '`millrace lint --fix` and editors put it right where that is safe.',
  suggestion: 'Editors offer to change it; `--fix` leaves it alone.',
  none: 'There is no fix.',
};

const factsOf = ({ severity, preset, fix }: Rule): string => `Severity: ${severity}. Preset: ${preset}. ${mended[fix]}`;

function optionsOf({ id, severity, options = {} }: Rule): string {
  const entries = Object.entries(options);
  if (entries.length === 0) return '';
  const rows = entries.map(
    ([name, { type, default: value, description }]) => `| \`${name}\` | ${type} | ${String(value)} | ${description} |`,
  );
  const set = entries.map(([name, option]) => `"${name}": ${JSON.stringify(option.default)}`).join(', ');
  const example = `{ "lint": { "rules": { "${id}": ["${severity}", { ${set} }] } } }`;
  return [
    ...['## Options', '', '| option | type | unless set | meaning |', '| --- | --- | --- | --- |', ...rows, ''],
    ...['In `millrace.config.json`:', '', '```json', example, '```', '', ''],
  ].join('\n');
}

/** Every file of `server/rules` that defines a rule is named as the rule is. */
function readRules(): readonly Rule[] {
  const files = globSync('server/rules/*.ts', { cwd: root })
    .filter((file) => !/\/(index|rule)\.ts$/.test(file))
    .toSorted();
  return files.map((file) => {
    const id = file.replaceAll(/^.*\/|\.ts$/g, '');
    const exports: Record<string, unknown> = load(join(root, file));
    const rule = exports[camel(id)];
    if (!isRule(rule) || rule.id !== id) throw new Error(`${file} must export the rule '${id}' as ${camel(id)}.`);
    return rule;
  });
}

const isRule = (value: unknown): value is Rule => typeof value === 'object' && value !== null && 'id' in value && 'check' in value;

const camel = (id: string): string => id.replaceAll(/-([a-z\d])/g, (_, letter: string) => letter.toUpperCase());

const indexOf = (rules: readonly Rule[]): string =>
  [
    '// Made by npm run generate out of the files beside it.',
    ...rules.map(({ id }) => `import { ${camel(id)} } from './${id}.ts';`),
    "import type { Rule } from './rule.ts';",
    '',
    '/** Every rule, by name. */',
    'export const rules: readonly Rule[] = [',
    ...rules.map(({ id }) => `  ${camel(id)},`),
    '];',
    '',
  ].join('\n');

const groups: readonly { readonly group: Rule['group']; readonly title: string }[] = [
  { group: 'calls', title: 'Calls' },
  { group: 'names', title: 'Names and references' },
  { group: 'schedules', title: 'Schedules' },
  { group: 'data', title: 'Data' },
  { group: 'behaviour', title: 'Behaviour' },
];

const pageOf = (rules: readonly Rule[]): string =>
  [
    '# Rules',
    '',
    `<!-- Made by npm run generate out of the rules. -->`,
    '',
    `${rules.length} rules. Those of the preset \`recommended\` are on unless you say otherwise; \`strict\` adds the rest.`,
    'A comment silences a rule for the next line: `// millrace-disable-next-line flow-no-submit: reason`.',
    ...groups.flatMap(({ group, title }) => ['', `## ${title}`, '', ...tableOf(rules.filter((rule) => rule.group === group))]),
    '',
  ].join('\n');

const tableOf = (rules: readonly Rule[]): readonly string[] => [
  '| rule | what it finds | severity | preset | fix | options |',
  '| --- | --- | --- | --- | --- | --- |',
  ...rules.map(
    ({ id, summary, severity, preset, fix, options = {} }) =>
      `| [${id}](${id}.md) | ${summary} | ${severity} | ${preset} | ${fix} | ${Object.entries(options)
        .map(([name, { default: value }]) => `\`${name}\` (${String(value)})`)
        .join(', ')} |`,
  ),
];
