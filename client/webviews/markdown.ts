import type { MarkedToken, Token, Tokens } from 'marked';
import { lexer } from 'marked';
import { element } from './elements.ts';

type Content = Node | string;

/** Markdown as elements. HTML in it stays text: what runs wrote is never parsed as a page. */
export const markdown = (text: string): HTMLElement => element('div', { class: 'markdown' }, ...draw(lexer(text)));

const draw = (tokens: readonly Token[] | undefined): Content[] =>
  (tokens ?? []).map((token) => (isMarked(token) ? (blockOf(token) ?? inlineOf(token)) : token.raw));

/** Without extensions there are no other tokens; the library's type leaves the end open for them. */
const isMarked = (token: Token): token is MarkedToken => typeof token.type === 'string';

function blockOf(token: MarkedToken): Content | undefined {
  switch (token.type) {
    case 'heading':
      // The page has headings of its own above these.
      return element(`h${Math.min(6, token.depth + 2)}`, {}, ...draw(token.tokens));
    case 'paragraph':
      return element('p', {}, ...draw(token.tokens));
    case 'blockquote':
      return element('blockquote', {}, ...draw(token.tokens));
    case 'code':
      return element('pre', {}, element('code', {}, token.text));
    case 'list':
      return element(token.ordered ? 'ol' : 'ul', {}, ...token.items.map(itemOf));
    case 'table':
      return tableOf(
        token.header.map(({ tokens }) => draw(tokens)),
        token.rows.map((row) => row.map(({ tokens }) => draw(tokens))),
      );
    case 'hr':
      return element('hr');
    case 'space':
    case 'def':
      return '';
    default:
      return undefined;
  }
}

function inlineOf(token: MarkedToken): Content {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return element(token.type, {}, ...draw(token.tokens));
    case 'codespan':
      return element('code', {}, token.text);
    case 'br':
      return element('br');
    case 'link':
      return linkOf(token);
    case 'image':
      return imageOf(token.href, token.text);
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'text':
      return token.tokens === undefined ? token.text : element('span', {}, ...draw(token.tokens));
    default:
      return 'text' in token ? token.text : token.raw;
  }
}

const itemOf = (item: Tokens.ListItem): HTMLElement => element('li', {}, ...draw(item.tokens));

/** A link that the editor opens outside; what is no address of the web is text. */
const linkOf = ({ href, tokens }: Tokens.Link): HTMLElement =>
  /^(https?|mailto):/i.test(href) ? element('a', { href, title: href }, ...draw(tokens)) : element('span', {}, ...draw(tokens));

/** An image of the web, or one that is in the text itself. */
export const imageOf = (url: string, text: string): HTMLElement =>
  /^(https:|data:image\/)/i.test(url)
    ? element('img', { src: url, alt: text, loading: 'lazy', referrerpolicy: 'no-referrer' })
    : element('span', {}, text || url);

/** A table that scrolls by itself when it is wide. */
export function tableOf(columns: readonly (readonly Content[])[], rows: readonly (readonly (readonly Content[])[])[]): HTMLElement {
  const row = (kind: 'th' | 'td', cells: readonly (readonly Content[])[]): HTMLElement =>
    element('tr', {}, ...cells.map((cell) => element(kind, kind === 'th' ? { scope: 'col' } : {}, ...cell)));
  const head = columns.length === 0 ? [] : [element('thead', {}, row('th', columns))];
  const body = element('tbody', {}, ...rows.map((cells) => row('td', cells)));
  return element('div', { class: 'table', tabindex: 0 }, element('table', {}, ...head, body));
}
