import type { LintReport } from './report.ts';
import { pathInRepository } from './report.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const;

/** Workflow commands that GitHub Actions shows beside the lines of a pull request. */
export const formatGithub = ({ files, folder }: LintReport): string =>
  files
    .flatMap(({ path, problems }) =>
      problems.map(({ severity, line, column, endLine, endColumn, rule, message }) => {
        const properties = { file: pathInRepository(folder, path), line, col: column, endLine, endColumn, title: `Millrace: ${rule}` };
        const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
        return `::${commands[severity]} ${written.join(',')}::${escapeData(message)}`;
      }),
    )
    .join('\n');

/** As GitHub's toolkit escapes them. */
const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
