import type { Command } from 'commander';
import { firstSentence } from './views.ts';

/** One command with what may follow it. */
interface Place {
  /** The words before, as `work-pool create`; empty for the program itself. */
  path: string;
  words: { word: string; description: string; values: readonly string[] }[];
}

/** The script by which a shell completes the program's commands and options. File names are completed where nothing else fits. */
export function completionScript(program: Command, shell: string): string {
  const places = placesOf(program, '');
  if (shell === 'fish') return fish(places);
  return shell === 'zsh' ? zsh(places) : bash(places);
}

function placesOf(command: Command, path: string): Place[] {
  const children = command.commands.map((child) => ({ word: child.name(), description: firstSentence(child.description()), values: [] }));
  const given = command.registeredArguments.flatMap(({ argChoices = [] }) =>
    argChoices.map((word) => ({ word, description: '', values: [] })),
  );
  const options = command.options
    .filter(({ hidden }) => !hidden)
    .map((option) => ({ word: option.long ?? option.short ?? '', description: option.description, values: option.argChoices ?? [] }));
  const below = command.commands.flatMap((child) => placesOf(child, `${path} ${child.name()}`.trim()));
  return [
    { path, words: [...children, ...given, ...options, { word: '--help', description: 'display help for command', values: [] }] },
    ...below,
  ];
}

/**
 * What bash and zsh do alike: find the longest path in the `typed` words, and put the words of its place into `offers`, or
 * behind an option the values that it takes.
 */
const walk = (places: readonly Place[], typed: string, before: string): string => `  local place='' next word offers=''
  for word in "\${${typed}}"; do
    next="\${place:+$place }$word"
    case "$next" in
      ${places.map(({ path }) => `'${path}'`).join('|')}) place="$next" ;;
    esac
  done
  case "$place" in
${places.map(({ path, words }) => `    '${path}') offers='${words.map(({ word }) => word).join(' ')}' ;;`).join('\n')}
  esac
  case "$place \${${before}}" in
${valuesOf(places)
  .map(({ path, word, values }) => `    '${path} ${word}') offers='${values.join(' ')}' ;;`)
  .join('\n')}
  esac`;

const valuesOf = (places: readonly Place[]) =>
  places.flatMap(({ path, words }) => words.filter(({ values }) => values.length > 0).map((word) => ({ path, ...word })));

const bash = (places: readonly Place[]): string => `# millrace completion for bash: eval "$(millrace completion bash)"
_millrace() {
${walk(places, 'COMP_WORDS[@]:1:COMP_CWORD-1', 'COMP_WORDS[COMP_CWORD-1]')}
  COMPREPLY=($(compgen -W "$offers" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _millrace millrace`;

const zsh = (places: readonly Place[]): string => `# millrace completion for zsh: eval "$(millrace completion zsh)"
_millrace() {
${walk(places, '(@)words[2,CURRENT-1]', 'words[CURRENT-1]')}
  compadd -- \${=offers} || _files
}
compdef _millrace millrace`;

function fish(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, words }) =>
    words.map(({ word, description, values }) => {
      const condition = `-n '__millrace_at "${path}"'`;
      const what = word.startsWith('--')
        ? `-l ${word.slice(2)}${values.length > 0 ? ` -x -a '${values.join(' ')}'` : ''}`
        : `-f -a ${word}`;
      return `complete -c millrace ${condition} ${what} -d '${description.replaceAll("'", String.raw`\'`)}'`;
    }),
  );
  const paths = places.map(({ path }) => `'${path}'`).join(' ');
  return `# millrace completion for fish: millrace completion fish | source
function __millrace_at
  set -l place ''
  for word in (commandline -opc)[2..-1]
    set -l next (string trim -- "$place $word")
    contains -- "$next" ${paths}; and set place "$next"
  end
  test "$place" = "$argv[1]"
end
${lines.join('\n')}`;
}
