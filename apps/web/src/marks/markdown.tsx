import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { useMemo } from 'react';

const frontMatter = /^---\r?\n[\s\S]*?\r?\n---\r?\n/;

/**
 * Markdown of an author as HTML. Raw HTML and dangerous protocols stay text (micromark's default), images and
 * task boxes are switched off, and headings start beneath those of the page.
 */
export function markdownHtml(markdown: string): string {
  const html = micromark(markdown.replace(frontMatter, ''), {
    extensions: [gfm(), { disable: { null: ['labelStartImage', 'tasklistCheck'] } }],
    htmlExtensions: [gfmHtml()],
  });
  return html.replace(/<(\/?)h([1-6])>/g, (_, slash: string, level: string) => {
    return `<${slash}h${Math.min(6, Number(level) + 2)}>`;
  });
}

export function Markdown({ text }: { text: string }) {
  const html = useMemo(() => ({ __html: markdownHtml(text) }), [text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: made by micromark from escaped text, see above
  return <div className="prose" dangerouslySetInnerHTML={html} />;
}
