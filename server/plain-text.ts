/** Markdown as it reads without its marks, for clients that show texts as they are. */
export function plainText(markdown: string): string {
  let isCode = false;
  const lines = markdown.split('\n').flatMap((line) => {
    const isFence = /^\s*(?:```|~~~)/.test(line);
    if (isFence) isCode = !isCode;
    return isFence ? [] : [isCode ? line : withoutMarks(line)];
  });
  return lines.join('\n');
}

/** Code in a line is left as it is: it comes first, so that nothing in it is taken for a mark. */
const withoutMarks = (line: string): string =>
  line
    .replace(/^#{1,6} /, '')
    .replaceAll(
      /`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)\s]+)\)|\\([\\`*_{}[\]()#+.!|<>-])/g,
      (...[, code, bold, words, address, escaped]: (string | undefined)[]) =>
        code ??
        (bold === undefined ? undefined : withoutMarks(bold)) ??
        (words === undefined ? (escaped ?? '') : `${words} (${address ?? ''})`),
    );
