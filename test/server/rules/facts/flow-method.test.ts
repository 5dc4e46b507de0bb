import { test } from 'node:test';
import { flowNoSubmit } from '../../../../server/rules/flow-no-submit.ts';
import { checkRule } from '../../../support/check-rule.ts';

test('what is a flow by its type alone, and is asked for the method, may be bound to its infrastructure', () =>
  checkRule(
    flowNoSubmit,
    `import type { AnyFlow } from 'millrace';
      export function start(job: AnyFlow, context: { job: AnyFlow; other: AnyFlow }) {
        if ('submit' in job) job.submit();
        context.job.submit?.();
        context.other.submit();
        //            ^^^^^^ 💡 This flow has no submit
      }
      export class Runner {
        constructor(private readonly job: AnyFlow, private readonly other: AnyFlow) {}
        start() {
          if ('submit' in this.job) this.job.submit();
          this.other.submit();
          //         ^^^^^^ 💡 This flow has no submit
        }
      }`,
  ));
