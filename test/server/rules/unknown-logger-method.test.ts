import { test } from 'node:test';
import { unknownLoggerMethod } from '../../../server/rules/unknown-logger-method.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, getRunLogger } from 'millrace';
`;

test('methods of other loggers are reported, directly and on a constant', () =>
  checkRule(
    unknownLoggerMethod,
    `${head}
      export const etl = flow({ name: 'etl' }, async () => {
        const logger = getRunLogger();
        logger.warn('late');
        //     ^^^^ 💡 A run's logger has no warn, so this line throws when it is reached. It has debug, info, warning, error and critical: use warning.
        getRunLogger().log('a');
        //             ^^^ 💡 has no log
        logger['fatal']('b');
        //     ^^^^^^^ has no fatal
        [1].forEach((n) => logger?.trace(n));
        //                         ^^^^^ 💡 use debug
      });`,
    { path: 'flows.js' },
  ));

test('the logger is found under other names, and in CommonJS', () =>
  checkRule(
    unknownLoggerMethod,
    `const m = require('millrace');
      const { getRunLogger: runLogger } = m;
      exports.etl = m.flow({ name: 'etl' }, async () => {
        const log = runLogger();
        log.exception(new Error('a'));
        //  ^^^^^^^^^ 💡 use error
        m.getRunLogger().verbose('b');
        //               ^^^^^^^ 💡 use debug
      });`,
    { path: 'flows.cjs' },
  ));

test('the methods that it has, and other loggers, are right', () =>
  checkRule(
    unknownLoggerMethod,
    `${head}
      import pino from 'pino';
      const other = pino();
      const withWarn = (logger) => Object.assign({ warn: logger.warning }, logger);
      export const etl = flow({ name: 'etl' }, async ({ given }) => {
        const logger = getRunLogger();
        for (const level of ['debug', 'info', 'warning', 'error', 'critical']) logger[level]('a');
        logger.warning('a');
        logger.child('a');
        other.warn('a');
        given.warn('a');
        console.warn('a');
        withWarn(logger).warn('a');
        const extended = getRunLogger();
        extended.warn = extended.warning;
        extended.warn('a');
        let changing = getRunLogger();
        changing = other;
        changing.warn('a');
      });`,
    { path: 'flows.js' },
  ));

test('the method that is meant takes its place, and all else stays', () =>
  checkFix(
    unknownLoggerMethod,
    `${head}export const etl = flow({ name: 'etl' }, async () => getRunLogger().warn(/* how late */ 'late')); // hm`,
    `${head}export const etl = flow({ name: 'etl' }, async () => getRunLogger().warning(/* how late */ 'late')); // hm`,
  ));

test('a logger that a function gives, that a parameter is, or of which methods are taken out', () =>
  checkRule(
    unknownLoggerMethod,
    `import { flow, getRunLogger, type RunLogger as Logger } from 'millrace';
      import type * as millrace from 'millrace';
      const logger = () => getRunLogger();
      const either = (on: boolean) => (on ? getRunLogger() : console);
      const later = async () => getRunLogger();
      const nothing = () => {};
      function say(log: Logger, other: millrace.RunLogger, third: Lines, fourth: { warn(text: string): void }) {
        log.log('a');
        //  ^^^ 💡 use info
        other.fatal('a');
        //    ^^^^^ 💡 use critical
        third.warn('a');
        fourth.warn('a');
      }
      export const etl = flow({ name: 'etl' }, async () => {
        logger().warn('a');
        //       ^^^^ 💡 use warning
        either(true).warn('a');
        (await later()).warn('a');
        nothing().warn('a');
        const { warn, info } = getRunLogger();
        warn('a');
        // <^^^^ A run's logger has no warn
        info('a');
        say(getRunLogger(), getRunLogger(), lines, console);
      });`,
  ));

test('other names of its type', () =>
  checkRule(unknownLoggerMethod, {
    'log.ts': `import type { RunLogger } from 'millrace';
      export type Log = RunLogger;
      export type Either = RunLogger | Console;
      export interface Wide extends RunLogger { warn(text: string): void }
      export type Again = Again;`,
    'flows.ts': `import { flow, getRunLogger } from 'millrace';
      import type { Again, Either, Log, Wide } from './log.ts';
      type Own = Log;
      function say(log: Log, own: Own, either: Either, wide: Wide, again: Again) {
        log.fatal('a');
        //  ^^^^^ 💡 use critical
        own.warn('a');
        //  ^^^^ 💡 use warning
        either.warn('a');
        wide.warn('a');
        again.warn('a');
      }
      export const etl = flow({ name: 'etl' }, async () => say(getRunLogger()));`,
  }));
