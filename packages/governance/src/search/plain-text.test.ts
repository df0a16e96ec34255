import { describe, expect, it } from 'vitest';
import { excerptOf, markEnd, markStart } from './excerpt.ts';
import { dropped, plainJson, plainMarkdown } from './plain-text.ts';

const markdown = (text: string) => plainMarkdown(text).replaceAll(dropped, '');
const json = (text: string) => plainJson(text).replaceAll(dropped, '').replaceAll(/\s+/g, ' ').trim();

describe('a text as it is read', () => {
  it.each([
    ['## What changed\n- **More** rows, _all_ of them', ' What changed\nMore rows, all of them'],
    [
      '> Quoted `code`\n> [x] see [the notes](https://example.com/a "title") ![plot](a.png)',
      'Quoted code\n[x] see the notes plot',
    ],
    [
      '```python\nfit(**kwargs)\n```\n---\n~~gone~~ * [ ] not a point',
      '\nfit(**kwargs)\n\n\ngone * [ ] not a point',
    ],
    ['- [x] done\n1. first', 'done\n1. first'],
    ['roc_auc and val_loss, 2 * 3 * 4, a*b*c, <script>', 'roc_auc and val_loss, 2 * 3 * 4, a*b*c, <script>'],
  ])('has no marks of Markdown: %j', (text, plain) => {
    expect(markdown(text)).toBe(plain);
    expect(plainMarkdown(text)).toHaveLength(text.length);
  });

  it('has no bars of tables', () => {
    expect(markdown('| a | b |\n|---|:--:|\n| 1 | 2 |').replaceAll(/\s+/g, ' ').trim()).toBe('a b 1 2');
  });

  it.each([
    [
      'Parameters: model {"trees": 80, "names": ["a b", "c\\"d"]}, seed 7',
      'Parameters: model trees: 80, names: a b, c"d, seed 7',
    ],
    ['rows [1, 2.5] and {} and [x] and {y}', 'rows 1, 2.5 and and [x] and {y}'],
    ['cut off {"a": {"b', 'cut off a: b'],
  ])('has no brackets of JSON: %j', (text, plain) => {
    expect(json(text)).toBe(plain);
    expect(plainJson(text)).toHaveLength(text.length);
  });

  // What took longer with the square of the length would not end within the test's time.
  it('is looked through in one go, whatever it is', () => {
    for (const odd of ['*', '_', '[', '`', '{"', '|-', '# ', '> ', '**a', '[a](']) {
      plainMarkdown(odd.repeat(1_000_000 / odd.length));
      plainJson(odd.repeat(1_000_000 / odd.length));
    }
  });

  it('keeps the words that were looked for where they are', () => {
    const text = '# **Drift** of [inputs](https://example.com/drift)';
    const marked = `   ${markStart}Drift${markEnd}    of `.replace('   ', '    ');
    const pieces = excerptOf(plainMarkdown(text), marked);
    expect(pieces.map((piece) => (piece.marked ? `<${piece.text}>` : piece.text)).join('')).toBe(
      ' <Drift> of inputs',
    );
  });
});
