import type { LinkedFile, Located } from '../model/entities.ts';
import type { LiteralValue, ObjectValue } from '../model/value.ts';
import { membersOf } from '../model/object-members.ts';
import { givenParameters } from './facts/given-parameters.ts';
import { isTestFile } from './facts/places.ts';
import { allLanguages, defineRule } from './rule.ts';

/** A name that says so, or a value in the form of a known kind of key. */
export const secretInParameter = defineRule({
  id: 'secret-in-parameter',
  group: 'data',
  summary: 'A secret is written into the parameters or job variables of a deployment or run',
  severity: 'error',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'none',
  check({ file, report }) {
    if (isTestFile(file.path)) return;
    for (const { object, by } of givenParameters(file)) {
      if (object.file !== file) continue;
      for (const { name, literal } of textsIn(file, object)) {
        const text = String(literal.value);
        const key = keys.find(({ form }) => form.test(text))?.of;
        if (key === undefined && !(secretName.test(name) && isRealValue(text))) continue;
        report({
          span: literal.span,
          message: `${key === undefined ? `'${name}' looks like a secret` : `This looks like ${key}`}. It is sent with ${by}, where it is stored and shown as plain text, and it stays in this file. Read it in the flow instead, from an environment variable or a secret store.`,
        });
      }
    }
  },
});

const secretName =
  /(^|[-_.])(password|passwd|pwd|secret|client[-_]?secret|api[-_]?key|apikey|access[-_]?key|private[-_]?key|auth[-_]?token|access[-_]?token|bearer|credentials?)$|(Password|Secret|ApiKey|AccessKey|PrivateKey|AuthToken|AccessToken)$/i;

const keys = [
  { form: /^(AKIA|ASIA)[A-Z0-9]{16}$/, of: 'an AWS access key' },
  { form: /^(ghp|gho|ghs|ghu|ghr)_[A-Za-z0-9]{36,}$|^github_pat_\w{22,}$/, of: 'a GitHub token' },
  { form: /^glpat-[\w-]{20,}$/, of: 'a GitLab token' },
  { form: /^xox[abprs]-[\w-]{10,}$/, of: 'a Slack token' },
  { form: /^(sk|rk)_live_\w{16,}$|^sk-[\w-]{32,}$/, of: 'a secret key' },
  { form: /^pnu_\w{20,}$/, of: 'a Prefect API key' },
  { form: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, of: 'a private key' },
  { form: /^eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+$/, of: 'a signed token' },
  { form: /^[a-z][\w+.-]*:\/\/[^\s:/@{$<]+:[^\s:/@{$<*]{3,}@/, of: 'an address with a password' },
];

/** Placeholders, references to other places and names of variables are no secrets. */
const isRealValue = (text: string): boolean =>
  text.length >= 6 &&
  !/[{}<>$\s]|^[a-z][\w+-]*:|^[.~]?\/|^(\*+|x+|\.+|changeme|change-me|todo|none|null|your|my|example|dummy|test|placeholder|secret|password)\b|^[A-Z][A-Z\d]*(_[A-Z\d]+)+$|^[\w.-]+\/[\w./-]+$/i.test(
    text.trim(),
  );

function* textsIn(file: LinkedFile, object: Located<ObjectValue>): Generator<{ name: string; literal: LiteralValue }> {
  for (const { file: from, member } of membersOf(object)) {
    if (from !== file) continue;
    const { name, value } = member;
    const literal = file.literalOf(value);
    if (literal?.file === file && typeof literal.value.value === 'string') yield { name, literal: literal.value };
    const inner = file.objectOf(value);
    if (inner?.file === file) yield* textsIn(file, inner);
  }
}
