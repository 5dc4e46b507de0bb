import { createRequire } from 'node:module';
import type * as Jinja from '@huggingface/jinja';
import { messageOf, MillraceError } from '../../core/errors.ts';

const require = createRequire(import.meta.url);

/** Prefect's bounds for what users write: templates are rendered within the server. */
const mostLoops = 10;
const deepestLoops = 2;
const longestRange = 100;

/** Whether a text may be a template. */
export const maybeTemplate = (text: string): boolean => text.includes('{{') || text.includes('{%');

/** What is wrong with a template; undefined when it can be rendered. */
export function templateProblem(text: string): string | undefined {
  try {
    if (maybeTemplate(text)) parse(text);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** A Jinja template with its names replaced; names that nothing has are nothing. Throws `invalid` with the reason. */
export function render(text: string, context: Readonly<Record<string, unknown>>): string {
  if (!maybeTemplate(text)) return text;
  try {
    const { Environment, Interpreter } = library();
    const names = new Environment();
    for (const [name, value] of Object.entries({ ...globals, ...context })) names.set(name, value);
    return String(new Interpreter(names).run(parse(text).parsed).value);
  } catch (error) {
    throw new MillraceError('invalid', `Template rendering failed: ${messageOf(error)}`);
  }
}

/** Loaded when the first template comes. */
const library = (): typeof Jinja => require('@huggingface/jinja');

/** An interpreter, not a compiler: a template reaches what it is given, and nothing of the process. */
function parse(text: string): Jinja.Template {
  const { Template } = library();
  const template = new Template(text);
  const loops = loopsIn(template.parsed);
  if (loops.count > mostLoops)
    throw new Error(`Contains ${loops.count} for loops. Templates can contain no more than ${mostLoops} for loops.`);
  if (loops.depth > deepestLoops) {
    throw new Error(
      `Contains nested for loops at a depth of ${loops.depth}. Templates can nest for loops no more than ${deepestLoops} loops deep.`,
    );
  }
  return template;
}

function loopsIn(node: unknown): { count: number; depth: number } {
  if (typeof node !== 'object' || node === null) return { count: 0, depth: 0 };
  const isLoop = 'type' in node && node.type === 'For';
  const within = (Array.isArray(node) ? node : Object.values(node)).map(loopsIn);
  return {
    count: within.reduce((sum, { count }) => sum + count, isLoop ? 1 : 0),
    depth: Math.max(0, ...within.map(({ depth }) => depth)) + (isLoop ? 1 : 0),
  };
}

/** What every template knows. */
const globals = { true: true, false: false, none: null, True: true, False: false, None: null, range: boundedRange };

function boundedRange(...bounds: number[]): number[] {
  const [start = 0, stop = 0, step = 1] = bounds.length === 1 ? [0, ...bounds] : bounds;
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!(length <= longestRange)) throw new Error(`Range too big: templates can count to ${longestRange}.`);
  return Array.from({ length }, (_, index) => start + index * step);
}
