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
      // Long data is written about as long in a source as in JSON.
      const size = object.value.members.reduce((total, { value }) => total + (value.span.end - value.span.start), 0);
      const [first] = object.value.members;
      if (object.file !== file || first === undefined || size <= maximum * 1024) continue;
      const largest = object.value.members.reduce((most, member) => (lengthOf(member) > lengthOf(most) ? member : most), first);
      report({
        span: largest.nameSpan,
        message: `The parameters of ${by} have about ${inKilobytes(size)} KB, and more than ${maximum} KB are refused. Write the data to a file or a bucket, and pass its path.`,
      });
    }
  },
});

const inKilobytes = (size: number): number => (size < 10_240 ? Math.round(size / 102.4) / 10 : Math.round(size / 1024));

const lengthOf = ({ value: { span } }: { readonly value: { readonly span: { readonly start: number; readonly end: number } } }): number =>
  span.end - span.start;
