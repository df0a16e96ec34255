import {
  type NoteSection,
  type NotesFeedFilter,
  type NotesFeedItem,
  noteSectionWord,
} from '@countersign/contracts';
import type { Context } from '../context.ts';
import { listNotes } from './list-notes.ts';

/**
 * A page of a model's notes as an Atom feed (RFC 4287, paged as RFC 5005 has it): UTF-8 XML. Ids are those of the model
 * and of its versions and never change; the address of the next page is a link. @throws Refusal as `listNotes`
 */
export async function atomFeed(ctx: Context, input: NotesFeedFilter): Promise<string> {
  const { items, next } = await listNotes(ctx, input);
  const found = await ctx.pool.query<{ id: string; name: string; created_at: Date }>(
    'SELECT id, name, created_at FROM model WHERE key = $1',
    [input.model],
  );
  const model = found.rows[0]!;
  const page = `${ctx.url}/m/${encodeURIComponent(input.model)}`;
  const self = `${ctx.url}/api/v1/models/${encodeURIComponent(input.model)}/feed.atom`;
  const address = (after: string | null | undefined) => {
    const query = new URLSearchParams({
      ...(input.limit === undefined ? {} : { limit: String(input.limit) }),
      ...(after ? { after } : {}),
    }).toString();
    return query === '' ? self : `${self}?${query}`;
  };
  const updated =
    items
      .map(({ updatedAt }) => updatedAt)
      .sort()
      .at(-1) ?? model.created_at.toISOString();
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>urn:uuid:${model.id}</id>`,
    element('title', `Release notes of ${model.name}`),
    element('updated', updated),
    element('generator', 'Countersign'),
    `<link rel="self" type="application/atom+xml" href="${escaped(address(input.after))}"/>`,
    `<link rel="alternate" type="text/html" href="${escaped(`${page}/notes`)}"/>`,
    ...(next ? [`<link rel="next" type="application/atom+xml" href="${escaped(address(next))}"/>`] : []),
    ...items.map((item) => entryOf(item, page)),
    '</feed>',
    '',
  ].join('\n');
}

function entryOf(item: NotesFeedItem, page: string): string {
  const at = `${page}/v/${encodeURIComponent(item.version)}?tab=release-notes`;
  return [
    '<entry>',
    `<id>urn:uuid:${item.versionId}</id>`,
    element('title', item.version),
    element('published', item.registeredAt),
    element('updated', item.updatedAt),
    `<author>${element('name', item.by)}</author>`,
    `<link rel="alternate" type="text/html" href="${escaped(at)}"/>`,
    ...(item.description === '' ? [] : [element('summary', item.description)]),
    element('content', contentOf(item)),
    '</entry>',
  ].join('\n');
}

function contentOf({ sections, cut, errata }: NotesFeedItem): string {
  const parts = sections.map(sectionText).filter((text) => text !== '');
  return [
    ...parts,
    ...(cut ? ['The notes go on in the portal.'] : []),
    ...(errata > 0
      ? [`${errata} ${errata === 1 ? 'erratum stands' : 'errata stand'} beside these notes.`]
      : []),
  ].join('\n\n');
}

function sectionText({ name, title, markdown, state }: NoteSection): string {
  const word = name ? noteSectionWord[name] : title;
  if (state !== 'written') return `${word}: not stated.`;
  return word === '' ? markdown : `${word}\n${markdown}`;
}

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`;

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML 1.0 has no way to write are shown by the replacement character. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (sign) => signs[sign]!);
