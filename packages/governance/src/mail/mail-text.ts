/**
 * A part of a mail: a paragraph, text that is kept to the letter (digests, checkpoints), a link on a line of its own, or a
 * heading over what comes after it. Whatever it holds is text: markup in it is shown, never interpreted.
 */
export type MailPart =
  | string
  | { readonly code: string }
  | { readonly link: string; readonly label: string }
  | { readonly heading: string };

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => marks[mark]!);

function textOf(part: MailPart): string {
  if (typeof part === 'string') return part;
  if ('code' in part) return part.code;
  if ('heading' in part) return `${part.heading}\n${'='.repeat(Math.min(part.heading.length, 72))}`;
  // A label that is a sentence has its end already.
  return `${part.label}${/[.!?]$/.test(part.label) ? '' : ':'}\n${part.link}`;
}

/** For readers of plain text: parts with an empty line between them. */
export const plainText = (parts: readonly MailPart[]): string => `${parts.map(textOf).join('\n\n')}\n`;

const htmlOf = (part: MailPart): string => {
  if (typeof part === 'string')
    return `<p style="margin:0 0 16px">${escaped(part).replaceAll('\n', '<br>')}</p>`;
  if ('code' in part)
    return `<pre style="margin:0 0 16px;padding:12px;border:1px solid #d5dae1;font:13px/20px 'IBM Plex Mono',Menlo,Consolas,monospace;white-space:pre-wrap;word-break:break-all">${escaped(part.code)}</pre>`;
  if ('heading' in part)
    return `<h2 style="margin:24px 0 12px;padding:0 0 4px;border-bottom:1px solid #d5dae1;font-size:16px;line-height:22px">${escaped(part.heading)}</h2>`;
  return `<p style="margin:0 0 16px"><a href="${escaped(part.link)}" style="color:#1f4e8c">${escaped(part.label)}</a></p>`;
};

/** The same with a little form. No pictures and nothing that is fetched: a mail tells nobody that it was read. */
export const htmlText = (parts: readonly MailPart[], subject: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#16191d;font:15px/22px 'IBM Plex Sans',Arial,sans-serif">
<div style="max-width:640px">${parts.map(htmlOf).join('\n')}</div>
</body></html>\n`;
