import type { LinkedCall } from '../../model/entities.ts';
import { externalName, globalName } from './callees.ts';

const changing = /^(now|random|randomUUID|randomBytes|randomInt|uuid\w*|v1|v4|v7|nanoid|cuid|ulid|utcnow|today|token_hex|uuid4|uuid1)$/;
const changingModules = new Set([
  'crypto',
  'uuid',
  'nanoid',
  'cuid',
  'ulid',
  'datetime',
  'random',
  'time',
  'secrets',
  'pendulum',
  'timestamp',
]);

/** What a call is named when each call gives another value: `Date.now()`. */
export function changingCall({ callee, call }: LinkedCall): string | undefined {
  const name = globalName(callee);
  if (name === 'Date') return call.arguments.length === 0 ? 'new Date()' : undefined;
  if (name !== undefined) {
    return [
      'Date.now',
      'Math.random',
      'crypto.randomUUID',
      'crypto.getRandomValues',
      'performance.now',
      'process.hrtime',
      'Temporal.Now.instant',
    ].includes(name)
      ? `${name}()`
      : undefined;
  }
  const external = externalName(callee);
  return external !== undefined && changingModules.has(external.module) && changing.test(external.name) ? `${external.name}()` : undefined;
}
