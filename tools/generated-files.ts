import { answerSchemas } from './answer-schemas.ts';
import { cliDocs } from './cli-docs.ts';
import { generatedRuleFiles } from './generate-rules.ts';

/** The files that are made from definitions, by their paths in the repository. To add one, add a line. */
export const generatedFiles = (): Record<string, string> => ({
  'docs/cli.md': cliDocs(),
  'runtime/api-server/answers.json': answerSchemas(),
  ...generatedRuleFiles(),
});
