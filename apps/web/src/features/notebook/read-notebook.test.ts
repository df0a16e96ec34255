import { describe, expect, it } from 'vitest';
import { ansiParts } from './ansi.ts';
import { codeParts } from './code-parts.ts';
import { markdownNodes, typesetIn } from './notebook-markdown.ts';
import { readNotebook } from './read-notebook.ts';
import { tableNodes } from './safe-html.ts';

const pixel = 'iVBORw0KGgo=';

describe('a notebook of format 4', () => {
  const notebook = readNotebook(
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { display_name: 'Julia 1.11' }, language_info: { name: 'julia' } },
      cells: [
        { cell_type: 'markdown', source: ['# First *part*\n', '```\n# no heading\n```\n', '## Second'] },
        {
          cell_type: 'code',
          execution_count: 3,
          source: 'f(x) = 1',
          outputs: [
            { output_type: 'stream', name: 'stdout', text: ['10 %\r', '100 %\n'] },
            { output_type: 'stream', name: 'stderr', text: 'careful' },
            { output_type: 'execute_result', data: { 'text/plain': '1', 'image/png': [pixel, '\n'] } },
            { output_type: 'display_data', data: { 'text/plain': 'frame', 'text/html': '<table></table>' } },
            {
              output_type: 'error',
              ename: 'KeyError',
              evalue: "'x'",
              traceback: ['\u001b[31ma\u001b[0m', 'b'],
            },
          ],
        },
        { cell_type: 'raw', source: '\\section{x}' },
      ],
    }),
  );

  it('gives cells, outputs and an outline', () => {
    expect(notebook).toMatchObject({ format: '4.5', language: 'julia', kernel: 'Julia 1.11' });
    expect(notebook?.outline).toEqual([
      { cell: 0, level: 1, text: 'First part' },
      { cell: 0, level: 2, text: 'Second' },
    ]);
    expect(notebook?.cells[1]).toEqual({
      kind: 'code',
      source: 'f(x) = 1',
      count: 3,
      more: 0,
      outputs: [
        { kind: 'text', text: '100 %\n', stream: 'out', cut: false },
        { kind: 'text', text: 'careful', stream: 'error', cut: false },
        { kind: 'picture', url: `data:image/png;base64,${pixel}`, alt: '1' },
        { kind: 'html', html: '<table></table>', text: 'frame' },
        { kind: 'failure', name: 'KeyError', value: "'x'", trace: '\u001b[31ma\u001b[0m\nb' },
      ],
    });
    expect(notebook?.cells[2]).toEqual({ kind: 'raw', source: '\\section{x}' });
  });
});

it('a notebook of format 3 gives the same', () => {
  const notebook = readNotebook(
    JSON.stringify({
      nbformat: 3,
      nbformat_minor: 0,
      worksheets: [
        {
          cells: [
            { cell_type: 'heading', level: 2, source: 'Old' },
            {
              cell_type: 'code',
              input: ['print(1)'],
              language: 'python',
              prompt_number: 1,
              outputs: [
                { output_type: 'stream', stream: 'stderr', text: 'x' },
                { output_type: 'pyout', text: ['4'], png: pixel },
                { output_type: 'pyout', text: ['5'] },
                { output_type: 'pyerr', ename: 'E', evalue: 'v', traceback: [] },
              ],
            },
          ],
        },
      ],
    }),
  );
  expect(notebook).toMatchObject({ format: '3.0', language: 'python', outline: [{ level: 2, text: 'Old' }] });
  expect(notebook?.cells[1]).toMatchObject({
    source: 'print(1)',
    count: 1,
    outputs: [
      { kind: 'text', stream: 'error' },
      { kind: 'picture', alt: '4' },
      { kind: 'text', text: '5' },
      { kind: 'failure', name: 'E' },
    ],
  });
});

describe('prose of a notebook', () => {
  it('has formulas, tables, own pictures and lower headings', async () => {
    const place = document.createElement('div');
    place.append(
      markdownNodes(
        '# Head\n\n$x^2$ and\n\n\\begin{align}a &= b\\end{align}\n\n| a |\n| - |\n| 1 |\n\n![p](attachment:a%20b.png) <b>bold</b>',
        [['a b.png', `data:image/png;base64,${pixel}`]],
      ),
    );
    await typesetIn(place);
    expect(place.querySelectorAll('math')).toHaveLength(2);
    expect(place.querySelector('math annotation')).toBeNull();
    expect(place.querySelector('h3')?.textContent).toBe('Head');
    expect(place.querySelector('td')?.textContent).toBe('1');
    expect(place.querySelector('img')?.getAttribute('src')).toBe(`data:image/png;base64,${pixel}`);
    expect(place.querySelector('b')?.textContent).toBe('bold');
  }, 20_000);

  it('shows a formula that cannot be set as what was written', async () => {
    const place = document.createElement('div');
    place.append(markdownNodes('$\\nosuchthing{x}$'));
    await typesetIn(place);
    expect(place.querySelector('code')?.textContent).toBe('\\nosuchthing{x}');
  }, 20_000);

  it('rebuilds a data frame as a plain table', () => {
    const html =
      '<div><style scoped>.a{color:red}</style><table border="1" class="dataframe"><thead><tr><th></th><th>x</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr></tbody></table><p>1 rows</p></div>';
    const place = document.createElement('div');
    place.append(tableNodes(html) ?? '');
    expect(place.innerHTML).toBe(
      '<table><thead><tr><td></td><th>x</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr></tbody></table>',
    );
    expect(tableNodes('<b>x</b>')).toBeNull();
  });
});

describe('terminal text', () => {
  it('keeps colours by name and leaves out everything else', () => {
    expect(
      ansiParts('\u001b[1;31mred\u001b[0m \u001b[38;5;34mgreen\u001b[39m \u001b[38;2;0;0;250mblue\u001b[m'),
    ).toEqual([
      { text: 'red', classes: 'ansi-red ansi-bold' },
      { text: ' ', classes: '' },
      { text: 'green', classes: 'ansi-green' },
      { text: ' ', classes: '' },
      { text: 'blue', classes: 'ansi-blue' },
    ]);
    expect(ansiParts('\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007\u001b[2J\u0000x')).toEqual([
      { text: 'link', classes: '' },
      { text: 'x', classes: '' },
    ]);
  });
});

it('source is coloured by the words of its language, and no character is lost', () => {
  const source = 'def f(x):  # it\'s\n    return "a # b" + 1.5e3';
  const parts = codeParts(source, 'python');
  expect(parts.map(({ text }) => text).join('')).toBe(source);
  expect(parts.filter(({ kind }) => kind === 'keyword').map(({ text }) => text)).toEqual(['def', 'return']);
  expect(parts.find(({ kind }) => kind === 'comment')?.text).toBe("# it's");
  expect(codeParts(source, 'constructor')).toEqual([{ text: source, kind: null }]);
});
