import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeDocument } from '../../support/fake-dom.ts';

fakeDocument();

/** A module of a page: it is checked with a browser's types, which tests do not have. */
interface Page {
  markdown(text: string): object;
  imageOf(url: string, text: string): object;
  tableOf(columns: readonly (readonly string[])[], rows: readonly (readonly (readonly string[])[])[]): object;
}
const page: Page = await import(new URL('../../../client/webviews/markdown.ts', import.meta.url).href);
const { imageOf, markdown, tableOf } = page;

/** What an artifact holds, and what the page makes of it. */
const cases: readonly [name: string, text: string, html: string][] = [
  ['headings stand below the page’s own', '# Report\n###### Deep', '<h3>Report</h3><h6>Deep</h6>'],
  ['emphasis', 'a **b** *c* ~~d~~ `e`', '<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>e</code></p>'],
  ['code', '```ts\nconst a = 1 < 2;\n```', '<pre><code>const a = 1 &lt; 2;</code></pre>'],
  ['a quotation', '> so', '<blockquote><p>so</p></blockquote>'],
  ['lines', 'a  \nb', '<p>a<br></br>b</p>'],
  ['a rule', '---', '<hr></hr>'],
  ['a link', '[here](https://x.example/a?b=1)', '<p><a href="https://x.example/a?b=1" title="https://x.example/a?b=1">here</a></p>'],
  ['mail', '[us](mailto:us@x.example)', '<p><a href="mailto:us@x.example" title="mailto:us@x.example">us</a></p>'],
  ['a script as a link is text', '[here](javascript:alert(1))', '<p><span>here</span></p>'],
  ['a command as a link is text', '[here](command:workbench.action.quit)', '<p><span>here</span></p>'],
  ['a file as a link is text', '[here](file:///etc/passwd)', '<p><span>here</span></p>'],
  ['HTML is text', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['HTML within a line is text', 'a <b onclick="x()">b</b>', '<p>a &lt;b onclick="x()"&gt;b&lt;/b&gt;</p>'],
  [
    'a table',
    '| a | b |\n|---|---|\n| 1 | **2** |',
    '<div class="table" tabindex="0"><table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>' +
      '<tbody><tr><td>1</td><td><strong>2</strong></td></tr></tbody></table></div>',
  ],
];

for (const [name, text, html] of cases) {
  test(name, () => assert.equal(String(markdown(text)), `<div class="markdown">${html}</div>`));
}

test('lists, numbered ones and ones to tick', () => {
  assert.match(String(markdown('- a\n- b')), /<ul><li>.*a.*<\/li><li>.*b.*<\/li><\/ul>/);
  assert.match(String(markdown('1. a\n2. b')), /<ol><li>.*a.*<\/li><li>.*b.*<\/li><\/ol>/);
  assert.match(String(markdown('- [x] a\n- [ ] b')), /☑ .*a.*☐ .*b/);
});

/** Where an image may come from: the web by TLS, or the text itself. */
const images: readonly [url: string, drawn: boolean][] = [
  ['https://x.example/a.png', true],
  ['data:image/png;base64,AAAA', true],
  ['http://x.example/a.png', false],
  ['file:///etc/passwd', false],
  ['data:text/html,<script>', false],
];
for (const [url, drawn] of images) {
  test(`an image at ${url} is ${drawn ? 'drawn' : 'told'}`, () => {
    const image = String(imageOf(url, 'a plot'));
    if (drawn) assert.equal(image, `<img src="${url}" alt="a plot" loading="lazy" referrerpolicy="no-referrer"></img>`);
    else assert.equal(image, '<span>a plot</span>');
  });
}

test('a table without columns has no head', () => {
  assert.equal(String(tableOf([], [[['a']]])), '<div class="table" tabindex="0"><table><tbody><tr><td>a</td></tr></tbody></table></div>');
});
