import { Refusal } from '@countersign/contracts';
import {
  joinRanges,
  type PackOrder,
  type Ranges,
  type ReportName,
  rangesOf,
  type Sink,
  writePackFiles,
} from '@countersign/ledger';
import type { Context } from '../context.ts';
import { publishedCheckpoint } from '../ledger/cosigned-checkpoint.ts';
import type { SignedCheckpoint } from '../ledger/sign-checkpoint.ts';
import { findEnrolments } from './find-enrolments.ts';
import { packCrypto, packSource, type TensorsAtHand } from './pack-source.ts';
import { findSealingEntries, packedPredictions } from './packed-predictions.ts';

/** What a pack is to hold. Whether its reader may have it is for the caller to say. */
export interface PackWish {
  /** Ranges of numbers, in any order. Their records travel; of entries that are added beside them bodies alone do. */
  readonly entries: Ranges;
  readonly predictions?: readonly string[];
  /** Files by digest, beside records and what the predictions need. */
  readonly blobs?: readonly string[];
  readonly reportFiles?: readonly { readonly name: ReportName; readonly bytes: Uint8Array }[];
  /** Number of the entry whose `data.files` vouches for the report files. */
  readonly statedBy?: number | null;
  readonly leaveOut?: { readonly entries?: Ranges; readonly blobs?: readonly string[] };
  /** Sizes of the ledger that the reader kept checkpoints of. */
  readonly kept?: readonly number[];
}

/**
 * Writes an evidence pack (packages/ledger/PACK.md) against the newest checkpoint, piece by piece: `sink` is awaited for each.
 * @throws Refusal NOT_FOUND, before the first piece, where the ledger does not have all of these entries yet
 */
export async function writePack(ctx: Context, wish: PackWish, sink: Sink): Promise<{ size: number }> {
  const prepared = await preparePack(ctx, wish);
  await prepared.write(sink);
  return { size: prepared.size };
}

/** Everything that can be refused is refused here; what follows only writes. @throws Refusal NOT_FOUND */
export async function preparePack(
  ctx: Context,
  wish: PackWish,
): Promise<{ size: number; write(sink: Sink): Promise<void> }> {
  const { statedBy } = wish;
  const asked = joinRanges(statedBy == null ? wish.entries : [...wish.entries, [statedBy, statedBy]]);
  const checkpoint = await requireCovered(ctx, asked);
  const predictions = wish.predictions ?? [];
  const added = [
    ...(await findEnrolments(ctx, asked)),
    ...(await findSealingEntries(ctx, predictions, checkpoint.size)),
  ];
  const tensors: TensorsAtHand = new Map();
  const order: PackOrder = {
    entries: joinRanges([...asked, ...rangesOf(added)]),
    records: asked,
    predictions: packedPredictions(ctx, predictions, checkpoint.size, tensors),
    blobs: wish.blobs,
    reportFiles: wish.reportFiles,
    statedBy,
    leaveOut: wish.leaveOut,
    continues: wish.kept,
  };
  const earlier = await findCheckpoints(ctx, wish.kept ?? []);
  return {
    size: checkpoint.size,
    write: (sink) => writePackFiles(packSource(ctx, checkpoint, earlier, tensors), order, packCrypto, sink),
  };
}

/** The newest checkpoint, where it covers all of these entries. @throws Refusal NOT_FOUND */
export async function requireCovered(ctx: Pick<Context, 'pool'>, entries: Ranges): Promise<SignedCheckpoint> {
  const checkpoint = await publishedCheckpoint(ctx, 'newest');
  if (checkpoint && (entries.at(-1)?.[1] ?? -1) < checkpoint.size) return checkpoint;
  throw new Refusal('NOT_FOUND', 'The ledger has no such entry under a checkpoint yet.', {
    size: checkpoint?.size ?? 0,
  });
}

/** Those that the reader kept, and the newest that a witness saw. */
async function findCheckpoints(
  ctx: Pick<Context, 'pool'>,
  sizes: readonly number[],
): Promise<SignedCheckpoint[]> {
  const cosigned = await publishedCheckpoint(ctx, 'cosigned');
  const found = await Promise.all(sizes.map((size) => publishedCheckpoint(ctx, { size })));
  return [...found, cosigned].filter((checkpoint) => checkpoint !== null);
}
