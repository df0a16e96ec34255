import { limits, Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import { requireScope } from '../authority/require-scope.ts';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { holdBlobs } from './blob-lock.ts';
import type { PutOptions } from './blob-store.ts';

export interface Upload {
  /** Hex SHA-256 that the sender announces. */
  readonly digest: string;
  readonly stream: AsyncIterable<Uint8Array>;
  /** At most `limits.artifact`, which is also the default. */
  readonly maxBytes?: number;
}

export interface Uploaded {
  readonly digest: string;
  readonly size: number;
  /** True where the bytes were there before. */
  readonly existed: boolean;
}

const uploaders: readonly Role[] = ['developer'];

/**
 * Takes bytes in ahead of a registration. They belong to nobody until a version names them, and are swept after a day.
 * @throws Refusal FORBIDDEN, TOO_LARGE or DIGEST_MISMATCH
 */
export async function storeUpload(ctx: Context, upload: Upload): Promise<Uploaded> {
  await requireUploader(ctx);
  if (!/^[0-9a-f]{64}$/.test(upload.digest)) {
    throw new Refusal('BAD_INPUT', 'An upload is named by its SHA-256 in lower-case hex.', {
      field: 'digest',
    });
  }
  const maxBytes = Math.min(upload.maxBytes ?? limits.artifact, limits.artifact);
  return takeIn(ctx, upload.stream, { expectedDigest: upload.digest, maxBytes });
}

/**
 * Stores the bytes and their row; `also` writes more operational rows with it.
 * @throws Refusal TOO_LARGE, DIGEST_MISMATCH, STALE
 */
export async function takeIn(
  ctx: Context,
  stream: AsyncIterable<Uint8Array>,
  options: PutOptions,
  also?: (tx: Tx, digest: string) => Promise<unknown>,
): Promise<Uploaded> {
  const { digest, size } = await ctx.blobs.put(stream, options);
  const existed = await writeOperational(ctx, async (tx) => {
    await holdBlobs(tx);
    // Bytes of an older upload of the same digest may have been swept a moment ago, ours with them.
    if (!(await ctx.blobs.has(digest)))
      throw new Refusal('STALE', 'The upload was lost; send it again.', { digest });
    const known = await tx.query<{ existed: boolean }>(
      `INSERT INTO blob (digest, size, created_at) VALUES ($1, $2, $3)
       ON CONFLICT (digest) DO UPDATE SET created_at = excluded.created_at RETURNING xmax <> 0 AS existed`,
      [digest, size, tx.at],
    );
    await also?.(tx, digest);
    return known.rows[0]!.existed;
  });
  return { digest, size, existed };
}

/** Whether bytes of this digest wait to be registered. Asked by who may upload them. */
export async function findUpload(ctx: Context, digest: string): Promise<{ size: number } | null> {
  await requireUploader(ctx);
  const found = await ctx.pool.query<{ size: string }>('SELECT size FROM blob WHERE digest = $1', [digest]);
  return found.rows[0] ? { size: Number(found.rows[0].size) } : null;
}

/** Developer of any model: which one is known when the version is registered. */
async function requireUploader(ctx: Context): Promise<void> {
  requireScope(ctx.actor, 'register');
  await requireRoleSomewhere(ctx, uploaders);
}
