import { createHash } from 'node:crypto';
import { generalErrorCodes, type Refusal, type SubjectKind } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { insertEntries } from './insert-entries.ts';

/** A command that somebody attempted, and on what. */
export interface Attempt {
  readonly command: string;
  readonly subject: { readonly kind: SubjectKind; readonly id: string };
  readonly modelId?: string;
  readonly versionId?: string;
}

const unrecorded: ReadonlySet<string> = new Set(
  generalErrorCodes.filter((code) => code !== 'GRANT_INVALID' && code !== 'LAST_ADMINISTRATOR'),
);

/**
 * Records that authority, gate or standing refused a governed command, in a transaction of its own. Repeats of the
 * same refusal within a minute are added up. Validation errors and rate limits are not recorded.
 */
export async function recordRefusal(ctx: Context, refusal: Refusal, attempt: Attempt): Promise<void> {
  if (unrecorded.has(refusal.code)) return;
  const at = ctx.clock();
  const key = createHash('sha256')
    .update(JSON.stringify([ctx.actor.id, attempt.command, attempt.subject, refusal.code]))
    .digest('hex');
  const client = await ctx.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const counted = await client.query<{ count: number; repeats: number }>(
      `INSERT INTO refusal_count AS r (key, entry_at, count) VALUES ($1, $2, 0)
       ON CONFLICT (key) DO UPDATE SET
         entry_at = CASE WHEN r.entry_at < $2::timestamptz - interval '1 minute' THEN $2 ELSE r.entry_at END,
         count = CASE WHEN r.entry_at < $2::timestamptz - interval '1 minute' THEN 0 ELSE r.count + 1 END
       RETURNING count`,
      [key, at],
    );
    if (counted.rows[0]!.count === 0) {
      await insertEntries(client, ctx.actor, at, [
        {
          event: 'command.refused',
          subject: attempt.subject,
          ...(attempt.modelId ? { modelId: attempt.modelId } : {}),
          ...(attempt.versionId ? { versionId: attempt.versionId } : {}),
          data: { command: attempt.command, code: refusal.code },
        },
      ]);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    ctx.log.error({ err: error }, 'a refusal could not be recorded');
  } finally {
    client.release(broken);
  }
  ctx.sequencer.wake();
}
