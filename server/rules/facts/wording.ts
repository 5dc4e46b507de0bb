import type { Language } from '../../model/file.ts';

export { nearest } from '../../../runtime/core/nearest.ts';

/** A name of the SDK as the language spells it: `runDeployment` is `run_deployment` in Python. */
export const spelled = (language: Language, name: string): string =>
  language === 'python' || language === 'yaml' ? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;

/** `a`, `b` and `c`, in quotes; of many names, how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.length > longestList ? longestList - 1 : names.length;
  const quoted = names.slice(0, shown).map((name) => `'${name}'`);
  if (shown < names.length) return `${quoted.join(', ')} and ${names.length - shown} more`;
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

/** More names than this make a message too long to read. */
const longestList = 8;
