import type { LintReport } from '../../server/lint/report.ts';

let count = 0;

/** A file that submits a flow; each has flows of its own, so that the rule about names stays silent. */
export function wrongFile(): string {
  const name = `f${(count++).toString(36).padStart(2, '0')}`;
  return `import { flow } from 'millrace';
export const etl = flow({ name: '${name}' }, async () => 1);
export const top = flow({ name: '${name}t' }, async () => etl.submit({}));
`;
}

/** The same file after the fix. */
export const righted = (text: string): string => text.replace('etl.submit({})', 'await etl({})');

/** What was found, as `path rule severity line:column`. */
export const found = ({ files }: LintReport): string[] =>
  files.flatMap(({ path, problems }) =>
    problems.map(({ rule, severity, line, column }) => `${path} ${rule} ${severity} ${line}:${column}`),
  );

/** How that file is found wrong. */
export const submitIn = (path: string, severity = 'error'): string => `${path} flow-no-submit ${severity} 3:59`;
