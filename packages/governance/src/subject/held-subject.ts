import type { Tx } from '../change.ts';
import type { HeldKey } from '../held-key.ts';

/** Subjects that a reply tells of, and under which Idempotency-Key it will be kept. */
export interface HeldSubjects {
  readonly held: HeldKey;
  readonly hashes: readonly Buffer[];
}

/**
 * Marks replies that will be kept under Idempotency-Keys with the subjects that they tell of, so that erasing one of them
 * erases the reply too. Whoever erases at this moment waits for us, or has been before us: then the key is not found.
 * @returns how many keys of subjects were found
 */
export async function markHeld(tx: Pick<Tx, 'query'>, marks: readonly HeldSubjects[]): Promise<number> {
  const rows = marks.flatMap(({ held, hashes }) =>
    [...new Set(hashes.map((hash) => hash.toString('hex')))].map((hash) => ({ ...held, hash })),
  );
  if (rows.length === 0) return 0;
  const { rows: found } = await tx.query<{ found: number }>(
    `WITH k AS MATERIALIZED (
       SELECT id, subject_hash FROM subject_key WHERE erased_at IS NULL
         AND subject_hash = ANY (SELECT decode(h, 'hex') FROM unnest($3::text[]) h) ORDER BY subject_hash FOR SHARE
     ), marked AS (
       INSERT INTO idempotency_subject (actor_id, key, subject_key_id)
       SELECT s.actor_id, s.key, k.id FROM unnest($1::text[], $2::text[], $3::text[]) AS s (actor_id, key, hash)
       JOIN k ON k.subject_hash = decode(s.hash, 'hex') ON CONFLICT DO NOTHING
     )
     SELECT count(*)::int AS found FROM k`,
    [rows.map(({ actorId }) => actorId), rows.map(({ key }) => key), rows.map(({ hash }) => hash)],
  );
  return found[0]!.found;
}

/** Erases the replies that tell of a subject; asked again, they say that they were. @returns how many */
export async function eraseReplies(tx: Tx, subjectKeyId: string): Promise<number> {
  const erased = await tx.query(
    `UPDATE idempotency_key k SET reply = NULL, effects = '[]', holder = NULL, erased_at = $2 FROM idempotency_subject s
     WHERE s.subject_key_id = $1 AND k.actor_id = s.actor_id AND k.key = s.key AND k.erased_at IS NULL`,
    [subjectKeyId, tx.at],
  );
  return erased.rowCount ?? 0;
}
