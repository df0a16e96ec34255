import createPurifier, { type Config } from 'dompurify';
import type { Attachments } from './notebook-document.ts';

const words =
  'a abbr b blockquote br caption center cite code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var'.split(
    ' ',
  );
const pictureUrl = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i;
const linkUrl = /^(?:https?:\/\/|mailto:)/i;

/**
 * Every attribute is held against this, so values without a scheme pass; the hook beneath is stricter about the two
 * attributes that hold addresses.
 */
function addresses(schemes: string): RegExp {
  return new RegExp(`^(?:(?:${schemes}):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))`, 'i');
}

/** No style, class, id or name: nothing can be placed over the page, and nothing of it be shadowed. */
const prose: Config & { RETURN_DOM_FRAGMENT: true } = {
  ALLOWED_TAGS: [...words, 'img'],
  ALLOWED_ATTR: ['href', 'src', 'alt', 'title', 'colspan', 'rowspan', 'start', 'open', 'data-maths'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: addresses('https?|mailto|attachment|data'),
  RETURN_DOM_FRAGMENT: true,
};
const tables: typeof prose = {
  ...prose,
  ALLOWED_TAGS:
    'b br caption code col colgroup em i p s span strong sub sup table tbody td tfoot th thead tr'.split(' '),
  ALLOWED_ATTR: ['colspan', 'rowspan'],
};
/** For the sealed frame, a document of its own. Its links would lead the frame away, so it has none. */
const sealed: Config = {
  USE_PROFILES: { html: true, svg: true, mathMl: true },
  FORBID_TAGS: [
    'style',
    'form',
    'input',
    'button',
    'select',
    'option',
    'textarea',
    'audio',
    'video',
    'source',
    'a',
  ],
  FORBID_ATTR: ['style', 'href', 'xlink:href', 'srcset', 'background', 'action', 'autofocus', 'tabindex'],
  ALLOWED_URI_REGEXP: addresses('data'),
};
/** MathML as KaTeX writes it, without its notes. */
const maths: typeof prose = {
  USE_PROFILES: { mathMl: true },
  FORBID_ATTR: ['style', 'href', 'class', 'id'],
  RETURN_DOM_FRAGMENT: true,
};

const purifier = createPurifier(window);
let attachments: ReadonlyMap<string, string> = new Map();

purifier.addHook('afterSanitizeAttributes', (node) => {
  // A fill, filter or mask may name a place elsewhere.
  for (const { name, value } of [...node.attributes]) {
    if (/url\s*\(\s*['"]?\s*[^#'"\s]/i.test(value)) node.removeAttribute(name);
  }
  if (node.nodeName === 'A') {
    if (linkUrl.test(node.getAttribute('href') ?? '')) {
      node.setAttribute('rel', 'noopener noreferrer');
      node.setAttribute('target', '_blank');
    } else node.removeAttribute('href');
  }
  if (node.nodeName === 'IMG') {
    const source = node.getAttribute('src') ?? '';
    const url = source.startsWith('attachment:') ? (attachments.get(nameIn(source)) ?? '') : source;
    if (pictureUrl.test(url)) node.setAttribute('src', url);
    else node.removeAttribute('src');
  }
});

function nameIn(source: string): string {
  const name = source.slice('attachment:'.length);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * Styles are taken out before the text is parsed: browsers hold even a document that is never shown against the policy
 * of the page, and report each style in it. Whatever slips through here is dropped with the rest.
 */
const unstyled = (html: string): string =>
  html
    .replace(/<style\b[\s\S]*?(?:<\/style\s*>|$)/gi, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])style(?=\s*=)/gi, '$1data-style'));

/** HTML of an author as nodes of the page: words, tables and pictures that are in the notebook itself. */
export function proseNodes(html: string, pictures: Attachments = []): DocumentFragment {
  attachments = new Map(pictures);
  const nodes = purifier.sanitize(unstyled(html), prose);
  for (const picture of nodes.querySelectorAll('img')) {
    if (picture.hasAttribute('src')) continue;
    const note = document.createElement('em');
    const alt = picture.getAttribute('alt');
    note.textContent = `[A picture from elsewhere is not loaded${alt ? `: ${alt}` : ''}]`;
    picture.replaceWith(note);
  }
  for (const picture of nodes.querySelectorAll('img:not([alt])')) picture.setAttribute('alt', '');
  headsToCells(nodes);
  return nodes;
}

/** A head without a word, such as the corner over an index, heads nothing: a reader would be told of a header and hear none. */
function headsToCells(place: ParentNode): void {
  for (const head of place.querySelectorAll('th')) {
    if (head.textContent?.trim()) continue;
    const cell = document.createElement('td');
    for (const { name, value } of head.attributes) cell.setAttribute(name, value);
    head.replaceWith(cell);
  }
}

/** The tables of an output, rebuilt from their texts; null where it has none. */
export function tableNodes(html: string): DocumentFragment | null {
  const nodes = purifier.sanitize(unstyled(html), tables);
  const found = [...nodes.querySelectorAll('table')].filter(
    (table) => !table.parentElement?.closest('table'),
  );
  if (found.length === 0) return null;
  for (const table of found) headsToCells(table);
  const kept = document.createDocumentFragment();
  kept.append(...found);
  return kept;
}

export const mathsNodes = (mathml: string): DocumentFragment => purifier.sanitize(mathml, maths);

/**
 * A document for `<iframe sandbox="" srcdoc>`: scripts, styles, links and addresses are taken out first, its own policy
 * forbids them again, and the sandbox a third time. Presentational attributes, because no style may stand inside.
 */
export const sealedDocument = (html: string): string =>
  `<!doctype html><html lang="und"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:"><meta name="color-scheme" content="light"><title>Output</title></head><body bgcolor="#ffffff" text="#16191d"><font face="IBM Plex Sans, Segoe UI, Arial, sans-serif" size="2">${purifier.sanitize(unstyled(html), sealed)}</font></body></html>`;
