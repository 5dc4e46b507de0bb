import { membersOf } from '../model/object-members.ts';
import { givenParameters } from './facts/given-parameters.ts';
import { notJsonIn } from './facts/json.ts';
import { defineRule } from './rule.ts';

/** Dates are sent as texts, and futures are waited for; both are right. Python's SDK has rules of its own. */
export const nonSerializableParameter = defineRule({
  id: 'non-serializable-parameter',
  group: 'data',
  summary: 'A parameter is given something that JSON does not carry',
  severity: 'error',
  preset: 'recommended',
  languages: ['typescript', 'javascript'],
  fix: 'none',
  check({ file, report }) {
    for (const { object, by } of givenParameters(file)) {
      if (object.file !== file) continue;
      for (const { file: from, member } of membersOf(object)) {
        if (from !== file) continue;
        for (const { value, what } of notJsonIn(file, member.value)) {
          report({
            span: value.span,
            message: `'${member.name}' for ${by} holds ${what}: parameters are sent to the server as JSON. Give plain data instead, such as a list, a string or a plain object.`,
          });
        }
      }
    }
  },
});
