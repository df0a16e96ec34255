import { type EntryDetail, Refusal } from '@countersign/contracts';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { type EntryBody, type EntryStored, entrySelect, toEntryRows } from './entry-row.ts';

/**
 * One entry by its id (a decimal), with its bytes, its leaf hash and the texts that it carries the digests of; a text
 * that was erased is null. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function readEntry(ctx: Context, input: { readonly id: string }): Promise<EntryDetail> {
  await requireFullScope(ctx);
  const stored = /^\d{1,18}$/.test(input.id) ? await findEntry(ctx, input.id) : undefined;
  if (!stored) throw new Refusal('NOT_FOUND', 'There is no such entry.', { id: input.id });
  const [row] = await toEntryRows(ctx, [stored]);
  const { digests } = JSON.parse(stored.body) as EntryBody;
  const kept = await ctx.db.ledgerRecord.findMany({
    where: { digest: { in: Object.values(digests) } },
    select: { digest: true, bytes: true },
  });
  const texts = new Map(kept.map(({ digest, bytes }) => [digest, Buffer.from(bytes).toString('utf8')]));
  return {
    row: row!,
    body: stored.body,
    leafDigest: stored.leaf.toString('hex'),
    records: Object.entries(digests).map(([name, digest]) => ({
      name,
      digest,
      text: texts.get(digest) ?? null,
    })),
  };
}

async function findEntry(ctx: Context, id: string): Promise<(EntryStored & { leaf: Buffer }) | undefined> {
  const found = await ctx.pool.query<EntryStored & { leaf: Buffer }>(
    `SELECT entry.*, leaf.leaf FROM (${entrySelect} WHERE l.id = $1) entry JOIN ledger_entry leaf ON leaf.id = entry.id`,
    [id],
  );
  return found.rows[0];
}
