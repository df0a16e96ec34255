import { describe, expect, it } from 'vitest';
import { markdownHtml } from './markdown.tsx';

describe('Markdown of an author', () => {
  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['an event handler', '<img src=x onerror=alert(1)>'],
    ['a frame inside a paragraph', 'hello <iframe src="https://example.org"></iframe>'],
  ])('keeps %s as text', (_name, text) => {
    const holder = document.createElement('div');
    holder.innerHTML = markdownHtml(text);
    expect(holder.querySelector('script, img, iframe')).toBeNull();
    expect(holder.textContent).toContain('<');
  });

  it('drops links that would run, and pictures from elsewhere', () => {
    const holder = document.createElement('div');
    holder.innerHTML = markdownHtml('[x](javascript:alert(1)) ![y](https://example.org/pixel.png)');
    expect(holder.querySelector('a')?.getAttribute('href')).toBe('');
    expect(holder.querySelector('img')).toBeNull();
  });

  it('begins its headings beneath those of the page, and leaves the front matter out', () => {
    const html = markdownHtml('---\nmodel: x\n---\n# What\n\n###### Deep\n');
    expect(html).toContain('<h3>What</h3>');
    expect(html).toContain('<h6>Deep</h6>');
    expect(html).not.toContain('model: x');
  });

  it('has tables', () => {
    expect(markdownHtml('| a | b |\n| - | - |\n| 1 | 2 |')).toContain('<table>');
  });
});
