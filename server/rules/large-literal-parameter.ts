import type { LinkedFile } from '../model/entities.ts';
import type { Value } from '../model/value.ts';
import { givenParameters } from './facts/given-parameters.ts';
import { allLanguages, defineRule } from './rule.ts';

/** Prefect 3 refuses more than 512 KB of parameters (PREFECT_SERVER_API_MAX_PARAMETER_SIZE), and so does Millrace. */
export const largeLiteralParameter = defineRule({
  id: 'large-literal-parameter',
  group: 'data',
  summary: 'Parameters are larger than a server accepts',
  severity: 'error',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'none',
  options: { maximumKilobytes: { type: 'number', default: 512, description: 'The limit of the server, in KB of 1024 bytes.' } },
  check({ file, options, report }) {
    const maximum = Number(options['maximumKilobytes']);
    for (const { object, by } of givenParameters(file)) {
      if (object.file !== file) continue;
      const sizes = object.value.members.map((member) => ({ member, size: sizeOf(file, member.value) }));
      const size = sizes.reduce((total, one) => total + one.size, 0);
      const [first] = sizes;
      if (first === undefined || size <= maximum * 1024) continue;
      const largest = sizes.reduce((most, one) => (one.size > most.size ? one : most), first).member;
      report({
        span: largest.nameSpan,
        message: `The parameters of ${by} have about ${inKilobytes(size)} KB, and more than ${maximum} KB are refused. Write the data to a file or a bucket, and pass its path.`,
      });
    }
  },
});

const inKilobytes = (size: number): number => (size < 10_240 ? Math.round(size / 102.4) / 10 : Math.round(size / 1024));

/** Long data is written about as long in a source as in JSON, here or where the variable has it from. */
function sizeOf(file: LinkedFile, value: Value): number {
  const { span } = (file.literalOf(value) ?? file.objectOf(value) ?? file.arrayOf(value))?.value ?? value;
  return span.end - span.start;
}
