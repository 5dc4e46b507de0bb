import { exitCodes } from '../runtime/cli/exit-codes.ts';
import type { Host } from '../runtime/cli/ports.ts';
import { projectFiles } from '../runtime/cli/project-files.ts';
import { createProgram } from '../runtime/cli/program.ts';

type Command = ReturnType<typeof createProgram>;
type Option = Command['options'][number];
type Argument = Command['registeredArguments'][number];

/** The text of docs/cli.md, out of the definitions of the commands. */
export function cliDocs(): string {
  const program = createProgram(nowhere);
  const groups = Map.groupBy(program.commands, (command) => command.helpGroup());
  const overview = [...groups].map(([heading, commands]) => `- ${heading} ${commands.map(link).join(', ')}`);
  return [
    '# The command `millrace`',
    'Generated from the definitions of the commands by `npm run generate`.',
    overview.join('\n'),
    ...global(program),
    ...exits(),
    ...environment(),
    ...program.commands.flatMap((command) => chapter(command, 'millrace')),
    ...files(),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Definitions are read and never run. */
const nowhere: Host = {
  env: {},
  output: () => {
    throw new Error('Nothing is said while the documentation is written.');
  },
  local: async () => {},
  remote: async () => {},
  stored: async () => {},
};

const link = (command: Command): string => `[${command.name()}](#millrace-${command.name()})`;

const global = (program: Command): string[] => [
  '## Everywhere',
  'The answer goes to stdout, everything else (progress, warnings, errors, what to do next) to stderr. `--json` prints the answer as JSON. Colours are shown on a terminal, and neither with `NO_COLOR` nor in a pipe. Before something is deleted a terminal is asked, unless `--yes` is given.',
  'These options stand before the command:',
  options(program.options),
];

const exits = (): string[] => [
  '## Exit codes',
  table(
    ['code', 'meaning'],
    exitCodes.map(({ exit, meaning }) => [String(exit), meaning]),
  ),
];

const environment = (): string[] => [
  '## Environment variables',
  table(
    ['variable', 'meaning'],
    [
      ['`PREFECT_API_URL`', 'the server to use; wins over the profile in use and over the server of this machine'],
      ['`PREFECT_API_KEY`', 'its key, sent as a bearer token'],
      ['`PREFECT_API_AUTH_STRING`', 'its user and password, as `user:password`; wins over the key'],
      ['`PREFECT_CLIENT_CUSTOM_HEADERS`', 'more headers to send, as a JSON object'],
      ['`PREFECT_LOGGING_LEVEL`', 'the same as `--log-level`'],
      ['`PREFECT_DEFAULT_WORK_POOL_NAME`', 'the work pool of deployments that name none'],
      ['`MILLRACE_PROFILE`', 'the same as `--profile`'],
      ['`MILLRACE_HOME`', 'where the database, the token, the log and the profiles are; `~/.millrace` unless set'],
      ['`NO_COLOR`', 'no colours'],
    ],
  ),
];

const files = (): string[] => {
  const written = projectFiles('project', '^0.1.0');
  const shown = ['prefect.yaml', 'setup.yaml'].flatMap((file) => [`### ${file}`, `\`\`\`yaml\n${(written[file] ?? '').trimEnd()}\n\`\`\``]);
  return ['## Files', '`millrace init` writes them like this; what stands behind `#` can be said, too.', ...shown];
};

function chapter(command: Command, path: string): string[] {
  const name = `${path} ${command.name()}`;
  const level = '#'.repeat(name.split(' ').length);
  const children = command.commands.flatMap((child) => chapter(child, name));
  const usage = children.length > 0 ? [] : [`\`\`\`sh\n${`${name} ${command.usage()}`.trim()}\n\`\`\``];
  return [
    `${level} ${name}`,
    command.description(),
    ...usage,
    ...described(command.registeredArguments),
    ...(command.options.length === 0 ? [] : [options(command.options)]),
    ...children,
  ];
}

function described(all: readonly Argument[]): string[] {
  const known = all.filter(({ description }) => description !== '');
  return known.length === 0
    ? []
    : [
        table(
          ['argument', 'meaning'],
          known.map((argument) => [code(argument.name()), argument.description + choices(argument)]),
        ),
      ];
}

const options = (all: readonly Option[]): string =>
  table(
    ['option', 'meaning'],
    all
      .filter(({ hidden }) => !hidden)
      .map((option) => [code(option.flags), option.description + choices(option) + preset(option) + required(option)]),
  );

const choices = ({ argChoices }: Argument | Option): string => (argChoices === undefined ? '' : ` (${argChoices.map(code).join(', ')})`);

const preset = ({ defaultValue, negate, envVar }: Option): string =>
  (defaultValue === undefined || negate || defaultValue === true ? '' : ` (default: ${code(String(defaultValue))})`) +
  (envVar === undefined ? '' : ` (also: ${code(envVar)})`);

const required = ({ mandatory }: Option): string => (mandatory ? ' (required)' : '');

const code = (text: string): string => `\`${text}\``;

/** A Markdown table with its columns aligned, as the formatter leaves it. */
function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', String.raw`\|`)));
  const widths = headings.map((_, column) => Math.max(3, ...cells.map((row) => [...(row[column] ?? '')].length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length)).join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest.map(line)].join('\n');
}
