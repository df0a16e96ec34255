import { createHash } from 'node:crypto';
import { type PageOf, Refusal, type RescoringExtract } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { rescoredPieces } from './export-rescored.ts';
import { findReadable } from './find-rescoring.ts';

/** A consumer's part of a re-scoring as a CSV file. */
export interface ConsumerExtract {
  readonly fileName: string;
  readonly rows: number;
  readonly flipped: number;
  /** SHA-256 of the file as it is now, hex, and its bytes. */
  readonly digest: string;
  readonly bytes: number;
  /** The digest at the end of the re-scoring; another one means that something was erased or removed since. */
  readonly digestAtEnd: string;
  /** The file, piece by piece; made anew from the rows, so that what is erased is in no copy of ours. */
  readonly pieces: () => AsyncGenerator<string>;
}

/** What is in it: every prediction of the consumer that was affected, re-scored or not. */
export const extractPieces = (
  ctx: Pick<Context, 'pool' | 'keyring'>,
  { id, consumer, fixed }: { readonly id: string; readonly consumer: string; readonly fixed: string },
): AsyncGenerator<string> => rescoredPieces(ctx, { id, consumer }, fixed, 'csv');

export async function measured(
  pieces: AsyncIterable<string>,
): Promise<{ readonly digest: string; readonly bytes: number }> {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces) {
    digest.update(piece);
    bytes += Buffer.byteLength(piece);
  }
  return { digest: digest.digest('hex'), bytes };
}

/**
 * One consumer's part of a finished re-scoring, for the notice to that consumer. As the system for somebody who answers by
 * a link, else by whoever reads predictions of the model. @throws Refusal NOT_FOUND (also before the end), FORBIDDEN
 */
export async function extractFor(
  ctx: Context,
  { rescoringId, consumer }: { readonly rescoringId: string; readonly consumer: string },
): Promise<ConsumerExtract> {
  const row = await findReadable(ctx, rescoringId);
  const { rows } = await ctx.pool.query<{ rows: number; flipped: number; digest: string }>(
    'SELECT rows, flipped, digest FROM rescoring_extract WHERE rescoring_id = $1 AND consumer = $2',
    [rescoringId, consumer],
  );
  const found = rows[0];
  if (!found) throw new Refusal('NOT_FOUND', 'The re-scoring has no part of this consumer.', { consumer });
  const pieces = () => extractPieces(ctx, { id: rescoringId, consumer, fixed: row.definition.fixed });
  const name = consumer.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80);
  return {
    fileName: `re-scored-${row.model.key}-${row.definition.fixed}-${name}.csv`,
    rows: found.rows,
    flipped: found.flipped,
    digestAtEnd: found.digest,
    ...(await measured(pieces())),
    pieces,
  };
}

const byConsumer = keyset('rescoring extracts', 'text');

/** Consumers whose predictions were affected, by name. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listExtracts(
  ctx: Context,
  input: { readonly id: string; readonly limit?: number | undefined; readonly after?: string | undefined },
): Promise<PageOf<RescoringExtract>> {
  const limit = limitOf(input);
  const [after] = byConsumer.decode(input.after);
  await findReadable(ctx, input.id);
  const found = await ctx.pool.query<Omit<RescoringExtract, 'bytes'> & { bytes: string }>(
    `SELECT consumer, rows, flipped, bytes, digest FROM rescoring_extract
     WHERE rescoring_id = $1 AND ($2::text IS NULL OR consumer > $2) ORDER BY consumer LIMIT $3`,
    [input.id, after, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byConsumer, ({ consumer }) => [consumer]);
  return { items: rows.map((row) => ({ ...row, bytes: Number(row.bytes) })), next };
}
