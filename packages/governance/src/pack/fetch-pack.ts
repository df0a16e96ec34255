import { Refusal } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findExport, requireOpen } from './asked-pack.ts';
import { preparePack } from './write-pack.ts';

/**
 * The pack of an export, ready to be written; the entry of the export travels in it. Everything that can be refused is
 * refused here. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function fetchPack(ctx: Context, { id }: { readonly id: string }) {
  await requireInsight(ctx);
  const asked = await findExport(ctx, id);
  if (!asked) throw new Refusal('NOT_FOUND', 'There is no such export.', { id });
  await requireOpen(ctx, asked);
  if (asked.number === null)
    throw new Refusal(
      'NOT_FOUND',
      'The export is committed and waits for its number. Ask again in a moment.',
    );
  const { entries, predictions, leaveOut, kept, number } = asked;
  const pack = await preparePack(ctx, {
    entries: [...entries, [number, number]],
    predictions,
    leaveOut: { entries: leaveOut },
    kept,
  });
  return { ...pack, name: `evidence-${number}.zip` };
}
