import * as z from 'zod/mini';

/** What release notes say, in the order in which they are read. */
export const noteSectionNames = ['what', 'why', 'impact', 'known-issues', 'migration'] as const;
export type NoteSectionName = (typeof noteSectionNames)[number];

export const noteSectionWord: Readonly<Record<NoteSectionName, string>> = {
  what: 'What',
  why: 'Why',
  impact: 'Impact',
  'known-issues': 'Known issues',
  migration: 'Migration',
};

/** A part of release notes: one of the five, whether they have it or not, or one of their author's own. */
export const NoteSection = z.object({
  /** Null for a part of the author's own. */
  name: z.nullable(z.enum(noteSectionNames)),
  /** As the author wrote the heading; empty for what stands before the first one. */
  title: z.string(),
  markdown: z.string(),
  /** `empty`: the heading is there and nothing beneath it. */
  state: z.enum(['written', 'empty', 'missing']),
});
export type NoteSection = z.infer<typeof NoteSection>;

/** A section on both sides; null where a side does not have it. */
export const ComparedNoteSection = z.object({
  name: z.nullable(z.enum(noteSectionNames)),
  title: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
  same: z.boolean(),
});
export type ComparedNoteSection = z.infer<typeof ComparedNoteSection>;

/** Headings by which a section is known, in lower case. */
const headings: Readonly<Record<string, NoteSectionName>> = {
  what: 'what',
  'what changed': 'what',
  'what is new': 'what',
  "what's new": 'what',
  changes: 'what',
  summary: 'what',
  why: 'why',
  reason: 'why',
  reasons: 'why',
  rationale: 'why',
  motivation: 'why',
  impact: 'impact',
  effect: 'impact',
  effects: 'impact',
  'known issues': 'known-issues',
  'known issue': 'known-issues',
  issues: 'known-issues',
  limitations: 'known-issues',
  'known limitations': 'known-issues',
  migration: 'migration',
  'how to migrate': 'migration',
  upgrade: 'migration',
  upgrading: 'migration',
};

interface Part {
  readonly name: NoteSectionName | null;
  readonly title: string;
  readonly lines: string[];
}

/**
 * Release notes by section: the five in their order, then what else their author wrote. A section is known by its
 * heading, whatever its level, or by a line `what: …` of the front matter. Notes without any heading stay as they are:
 * one part of the author's own. Linear in the length of the text.
 */
export function noteSections(markdown: string): NoteSection[] {
  const { head, body } = withoutFrontMatter(markdown);
  const parts = [...frontMatterParts(head), ...bodyParts(body)];
  const known = noteSectionNames.map((name): NoteSection => {
    const own = parts.filter((part) => part.name === name);
    const text = own
      .map(textOf)
      .filter((one) => one !== '')
      .join('\n\n');
    const state = own.length === 0 ? 'missing' : text === '' ? 'empty' : 'written';
    return { name, title: own[0]?.title || noteSectionWord[name], markdown: text, state };
  });
  const others = parts.flatMap((part): NoteSection[] => {
    const text = textOf(part);
    return part.name !== null || text === ''
      ? []
      : [{ name: null, title: part.title, markdown: text, state: 'written' }];
  });
  return [...known, ...others];
}

const textOf = ({ lines }: Part): string => lines.join('\n').trim();

function withoutFrontMatter(markdown: string): { head: string; body: string } {
  const found = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(markdown);
  return found ? { head: found[1]!, body: markdown.slice(found[0].length) } : { head: '', body: markdown };
}

function frontMatterParts(head: string): Part[] {
  return head.split(/\r?\n/).flatMap((line): Part[] => {
    const [, key, value] = /^([a-z]+(?:[_-][a-z]+)?):[ \t]+(\S.*)$/i.exec(line) ?? [];
    const name = key && headings[key.toLowerCase().replace(/[_-]/, ' ')];
    if (!name || !value || /^[|>[{]/.test(value)) return [];
    return [{ name, title: noteSectionWord[name], lines: [value.trim().replace(/^(["'])(.*)\1$/, '$2')] }];
  });
}

function bodyParts(body: string): Part[] {
  const parts: Part[] = [{ name: null, title: '', lines: [] }];
  let fence: string | null = null;
  /** Level of the section that is open; deeper headings belong to it. */
  let level = 7;
  for (const line of body.split(/\r?\n/)) {
    const [, marks] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (marks) {
      if (fence === null) fence = marks;
      else if (marks.startsWith(fence)) fence = null;
    }
    const heading = fence === null && !marks ? headingIn(line) : null;
    const name = heading && (headings[plain(heading.title)] ?? null);
    if (heading && (name || heading.level <= level)) {
      parts.push({ name, title: heading.title, lines: [] });
      level = heading.level;
    } else {
      parts.at(-1)!.lines.push(line);
    }
  }
  return parts;
}

function headingIn(line: string): { level: number; title: string } | null {
  const [, marks, title] = /^ {0,3}(#{1,6})[ \t]+(\S.{0,400})$/.exec(line) ?? [];
  return marks && title ? { level: marks.length, title: title.replace(/[ \t]+#*[ \t]*$/, '') } : null;
}

const plain = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[*_`]/g, '')
    .replace(/’/g, "'")
    .replace(/^\d+[.)]?\s+/, '')
    .replace(/[:?!.\s]+$/, '')
    .trim();

/** Two texts section by section: the five first, then the authors' own by their headings, then the front matter. */
export function compareNoteSections(before: string, after: string): ComparedNoteSection[] {
  const [old, now] = [byKey(before), byKey(after)];
  const heads = [before, after].map((text) => withoutFrontMatter(text).head || null) as [
    string | null,
    string | null,
  ];
  return [
    ...[...new Set([...old.keys(), ...now.keys()])].map((key): ComparedNoteSection => {
      const [first, second] = [old.get(key), now.get(key)];
      const { name, title } = (second ?? first)!;
      return { name, title, ...sides(textIn(first), textIn(second)) };
    }),
    ...(heads[0] === null && heads[1] === null
      ? []
      : [{ name: null, title: 'Front matter', ...sides(...heads) }]),
  ];
}

const sides = (before: string | null, after: string | null) => ({ before, after, same: before === after });

const textIn = (section: NoteSection | undefined): string | null =>
  !section || section.state === 'missing' ? null : section.markdown;

/** Parts of one heading count as one. */
function byKey(markdown: string): Map<string, NoteSection> {
  const found = new Map<string, NoteSection>();
  for (const section of noteSections(markdown)) {
    const key = section.name ?? `/${section.title}`;
    const same = found.get(key);
    found.set(key, same ? { ...same, markdown: `${same.markdown}\n\n${section.markdown}` } : section);
  }
  return found;
}
