import { type EntryAddress, type EntryDetail, Refusal } from '@countersign/contracts';
import { requireInsight, requireRecordIn, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { entryChange } from './entry-change.ts';
import { numberOrNull } from './entry-number.ts';
import { type EntryBody, type EntryStored, entrySelect, toEntryRows } from './entry-row.ts';

/**
 * One entry by its id (a decimal) or its number, with its bytes, its leaf hash and the texts that it carries the digests of; a text
 * that was erased is null. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function readEntry(ctx: Context, input: EntryAddress): Promise<EntryDetail> {
  const scope = await requireInsight(ctx);
  const stored = await findEntry(ctx, input);
  if (!stored) throw new Refusal('NOT_FOUND', 'There is no such entry.', { ...input });
  requireOpen(scope, stored);
  const [row] = await toEntryRows(ctx, [stored]);
  const { data, digests } = JSON.parse(stored.body) as EntryBody;
  const kept = await ctx.db.ledgerRecord.findMany({
    where: { digest: { in: Object.values(digests) } },
    select: { digest: true, bytes: true },
  });
  const texts = new Map(kept.map(({ digest, bytes }) => [digest, Buffer.from(bytes).toString('utf8')]));
  const records = Object.entries(digests).map(([name, digest]) => ({
    name,
    digest,
    text: texts.get(digest) ?? null,
  }));
  return {
    row: row!,
    body: stored.body,
    leafDigest: stored.leaf.toString('hex'),
    previous: numberOrNull(stored.previous),
    next: numberOrNull(stored.next),
    records,
    change: await entryChange(ctx, {
      event: stored.event,
      versionId: stored.version_id,
      data,
      texts: new Map(records.map(({ name, text }) => [name, text])),
    }),
  };
}

/** Entries of no model belong to the whole installation, which an auditor of a part does not see. */
function requireOpen(scope: Scope, { model_id: modelId, at }: EntryFound): void {
  if (scope.windows === null) return;
  if (modelId === null) throw new Refusal('FORBIDDEN', 'Your role does not open entries of no model.');
  requireRecordIn(scope, { modelId, at });
}

interface EntryFound extends EntryStored {
  readonly model_id: string | null;
  readonly version_id: string | null;
  readonly leaf: Buffer;
  readonly previous: string | null;
  readonly next: string | null;
}

async function findEntry(ctx: Context, input: EntryAddress): Promise<EntryFound | undefined> {
  if ('id' in input && !/^\d{1,18}$/.test(input.id)) return undefined;
  const [which, value] = 'id' in input ? ['l.id', input.id] : ['n.number', input.number];
  const found = await ctx.pool.query<EntryFound>(
    `SELECT entry.*, leaf.leaf, leaf.model_id, leaf.version_id,
       (SELECT max(number) FROM ledger_number WHERE number < entry.entry_number) AS previous,
       (SELECT min(number) FROM ledger_number WHERE number > entry.entry_number) AS next
     FROM (${entrySelect} WHERE ${which} = $1) entry JOIN ledger_entry leaf ON leaf.id = entry.id`,
    [value],
  );
  return found.rows[0];
}
