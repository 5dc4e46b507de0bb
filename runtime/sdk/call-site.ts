/** Remembers the line that called `callee`. Its text is made only when somebody asks: definitions must stay cheap. */
export function callSite(callee: (...args: never[]) => unknown): { readonly stack?: string } {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  Error.stackTraceLimit = limit;
  return holder;
}

/** The file of a call site, and the name that its line exports; undefined when the stack does not tell. */
export function exportAt(site: { readonly stack?: string }): { file: string; name: string | undefined } | undefined {
  const match = /(file:\/\/[^\s)]+|\/[^\s():]+):(\d+):\d+\)?\s*$/.exec(site.stack ?? '');
  if (match === null) return undefined;
  const [, place = '', line = '0'] = match;
  const file = place.startsWith('file:') ? process.getBuiltinModule('node:url').fileURLToPath(place) : place;
  return { file, name: exportedName(file, Number(line)) };
}

/** The export whose statement holds the line: a formatter may have put the call a few lines below its name. */
function exportedName(file: string, line: number): string | undefined {
  const before = process
    .getBuiltinModule('node:fs')
    .readFileSync(file, 'utf8')
    .split('\n')
    .slice(Math.max(0, line - 5), line);
  return before.map((text) => /^export\s+(?:const|let|var)\s+([\w$]+)/.exec(text)?.[1]).findLast((name) => name !== undefined);
}
