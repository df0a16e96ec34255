import { limits, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { heldAt } from '../authority/held-at.ts';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';

export interface WrittenComment {
  readonly id: string;
  /** The people whom it calls, without whoever wrote it. */
  readonly mentions: string[];
}

/** Writes a comment with the people whom it calls. @throws Refusal CONFLICT for a full thread, BAD_INPUT for a mention */
export async function writeComment(
  tx: Tx,
  ctx: Context,
  comment: {
    threadId: string;
    modelId: string;
    text: string;
    mentions?: readonly string[] | undefined;
  },
): Promise<WrittenComment> {
  const { threadId, modelId, text } = comment;
  const mentions = [...new Set(comment.mentions ?? [])].filter((id) => id !== ctx.actor.id);
  await refuseFull(tx, threadId);
  await refuseStrangers(tx, modelId, mentions);
  const id = uuidv7();
  await tx.query('INSERT INTO thread_comment (id, thread_id, person_id, at) VALUES ($1, $2, $3, $4)', [
    id,
    threadId,
    ctx.actor.id,
    tx.at,
  ]);
  await tx.query('INSERT INTO comment_text (comment_id, number, text, at) VALUES ($1, 1, $2, $3)', [
    id,
    text,
    tx.at,
  ]);
  await tx.query(
    'INSERT INTO mention (comment_id, person_id, at) SELECT $1, person_id, $3 FROM unnest($2::uuid[]) AS m (person_id)',
    [id, mentions, tx.at],
  );
  return { id, mentions };
}

async function refuseFull(tx: Tx, threadId: string): Promise<void> {
  const { rows } = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM thread_comment WHERE thread_id = $1',
    [threadId],
  );
  if (rows[0]!.count >= limits.threadComments) {
    throw new Refusal(
      'CONFLICT',
      `A thread holds ${limits.threadComments} comments. Resolve it and open another one.`,
      { limit: limits.threadComments },
    );
  }
}

/** SQL of the people who see a discussion on a model at a moment, and can therefore be called into one. */
export const colleagues = (modelId: string, at: string) => `person p WHERE p.active AND EXISTS (
  SELECT FROM role_assignment a WHERE a.person_id = p.id AND ${heldAt('a', at)}
    AND a.role <> 'consumer' AND (a.model_id IS NULL OR a.model_id = ${modelId}))`;

async function refuseStrangers(tx: Tx, modelId: string, mentions: readonly string[]): Promise<void> {
  if (mentions.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(
    `SELECT p.id FROM ${colleagues('$1', '$3')} AND p.id = ANY ($2)`,
    [modelId, mentions, tx.at],
  );
  if (rows.length === mentions.length) return;
  const known = new Set(rows.map(({ id }) => id));
  throw new Refusal('BAD_INPUT', 'Somebody who is mentioned could not read the discussion.', {
    field: 'mentions',
    people: mentions.filter((id) => !known.has(id)),
  });
}
