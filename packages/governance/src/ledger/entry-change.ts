import type { EntryChange, LedgerEvent } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';
import type { Context } from '../context.ts';
import { differingParts } from '../dossier/differing-parts.ts';

interface Changed {
  readonly event: LedgerEvent;
  readonly versionId: string | null;
  readonly data: { readonly [key: string]: JsonValue };
  /** Texts outside of the entry, by name; null where one was erased. */
  readonly texts: ReadonlyMap<string, string | null>;
}

/** Members of an entry's data that hold a value before and after, and what people call it. */
const pairs: Partial<Record<LedgerEvent, readonly [part: string, before: string, after: string]>> = {
  'version.stage-moved': ['Stage', 'from', 'to'],
  'model.tier-proposed': ['Tier', 'from', 'to'],
  'model.tier-set': ['Tier', 'from', 'to'],
  'model.recording-set': ['Recording', 'from', 'recording'],
  'model.sensitive-marked': ['Sensitive attribute', 'before', 'attribute'],
};

/** The same for texts outside of the entry. */
const textPairs: Partial<Record<LedgerEvent, readonly [part: string, before: string, after: string]>> = {
  'person.renamed': ['Name', 'before', 'name'],
  'model.fields-filled-in': ['Fields', 'before', 'after'],
};

const none: EntryChange = { values: [], texts: [] };
const shown = (value: JsonValue | undefined): string | null =>
  value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** What an entry changed, before and after; empty where its event replaces no value. */
export async function entryChange(ctx: Context, changed: Changed): Promise<EntryChange> {
  const { event, data, texts } = changed;
  if (event === 'version.amended') return amended(ctx, changed);
  const pair = pairs[event];
  if (pair) {
    const [part, before, after] = pair;
    return { ...none, values: [{ part, before: shown(data[before]), after: shown(data[after]) }] };
  }
  const textPair = textPairs[event];
  if (!textPair) return none;
  const [part, before, after] = textPair;
  const [was, is] = [texts.get(before), texts.get(after)];
  // Both texts, or neither: half of a difference would say what was never so.
  return was === undefined || was === null || is === undefined || is === null
    ? none
    : { ...none, texts: [{ part, before: was, after: is }] };
}

interface RevisionRow {
  readonly dossier: Readonly<Record<string, unknown>>;
  readonly release_notes: string;
  readonly description: string;
}

const lined = (value: unknown): string => (value === null ? '' : JSON.stringify(value, null, 2));

/** The revision that an amendment made, beside the one before it. */
async function amended(ctx: Context, { versionId, data }: Changed): Promise<EntryChange> {
  const { rows } = await ctx.pool.query<RevisionRow>(
    `SELECT dossier, release_notes, description FROM revision
     WHERE version_id = $1 AND revision IN ($2::int - 1, $2::int) ORDER BY revision`,
    [versionId, data.revision],
  );
  const [before, after] = rows;
  if (!before || !after) return none;
  const prose = [
    { part: 'Release notes', before: before.release_notes, after: after.release_notes },
    { part: 'Description', before: before.description, after: after.description },
  ];
  return {
    ...none,
    texts: [
      ...differingParts(before.dossier, after.dossier).map((row) => ({
        part: row.part,
        before: lined(row.before),
        after: lined(row.after),
      })),
      ...prose.filter((row) => row.before !== row.after),
    ],
  };
}
