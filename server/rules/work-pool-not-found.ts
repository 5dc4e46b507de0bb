import { literalAt } from './facts/deployments.ts';
import { restring } from './facts/edits.ts';
import { memberOf } from '../model/object-members.ts';
import { isTestFile } from './facts/places.ts';
import { listed, nearest } from './facts/wording.ts';
import { allLanguages, defineRule } from './rule.ts';

/** Pools exist only on servers, so nothing is said without a connected one. */
export const workPoolNotFound = defineRule({
  id: 'work-pool-not-found',
  group: 'names',
  summary: 'A deployment names a work pool that the connected server does not have',
  severity: 'warning',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'suggestion',
  check({ file, project, report }) {
    const pools = project.server?.workPools;
    if (pools === undefined || isTestFile(file.path)) return;
    for (const { options, name } of file.deployments) {
      const found = options === undefined ? 'unknown' : memberOf(options, 'workPoolName');
      const literal = typeof found === 'string' ? undefined : literalAt(found.file, found.member.value);
      const pool = literal?.value.value;
      if (literal?.file !== file || typeof pool !== 'string' || pools.includes(pool)) continue;
      const meant = nearest(pool, pools);
      const advice =
        meant === undefined
          ? `Create it (millrace work-pool create ${/^[\w.-]+$/.test(pool) ? pool : JSON.stringify(pool)}), or name another.`
          : `Did you mean '${meant}'?`;
      report({
        span: literal.value.span,
        message: `The server has no work pool '${pool}', so deploying ${name === undefined ? 'this' : `'${name}'`} fails. ${advice}${pools.length > 0 && pools.length <= 5 ? ` It has ${listed(pools)}.` : ''}`,
        fixes: meant === undefined ? [] : restring(`Use '${meant}'`, literal.value, meant),
      });
    }
  },
});
