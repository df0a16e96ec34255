import { type ExportPack, type PackExported, Refusal } from '@countersign/contracts';
import { countOf, joinRanges } from '@countersign/ledger';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { requireOpen } from './asked-pack.ts';
import { requireCovered } from './write-pack.ts';

/**
 * Records that somebody takes an evidence pack along: the entry names what is in it, and the pack is fetched by it.
 * @throws Refusal FORBIDDEN; NOT_FOUND, also for a kept size that the ledger has not; BAD_INPUT where it would be empty
 */
export async function exportPack(ctx: Context, input: ExportPack): Promise<PackExported> {
  const asked = { entries: joinRanges(input.entries), predictions: input.predictions ?? [] };
  await requireOpen(ctx, asked);
  if (asked.entries.length + asked.predictions.length === 0)
    throw new Refusal('BAD_INPUT', 'Name entries or predictions that the pack is to hold.', {
      field: 'entries',
    });
  const kept = input.kept ?? [];
  await requireCovered(
    ctx,
    joinRanges([...asked.entries, ...kept.map((size) => [size - 1, size - 1] as const)]),
  );
  const { receipt, entryIds } = await change(
    ctx,
    async () => ({
      result: undefined,
      events: [
        {
          event: 'pack.exported',
          subject: { kind: 'installation', id: 'ledger' },
          data: {
            count: countOf(asked.entries),
            entries: asked.entries,
            predictions: asked.predictions,
            leaveOut: joinRanges(input.leaveOut ?? []),
            ...(kept.length > 0 && { kept }),
          },
        },
      ],
    }),
    { attempt: { command: 'export-pack', subject: { kind: 'installation', id: 'ledger' } } },
  );
  const id = entryIds[0]!;
  return { id, path: `/api/v1/packs/${id}`, receipt };
}
