import type { ErasureAhead, LookAtErasure } from '@countersign/contracts';
import { canonicalJson } from '@countersign/ledger';
import { requireRole } from '../authority/roles-held.ts';
import { change, sha256Hex, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { subjectHash } from '../prediction/reference-hash.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { holdSubjectKeys } from '../subject/subject-key.ts';
import { holdsOn } from './legal-hold.ts';

export const subjects = { kind: 'installation', id: 'subjects' } as const;

/** What stands about a subject, and what of it an erasure would destroy. */
export interface Erasable {
  /** Null where no key is left to destroy. */
  readonly keyId: string | null;
  readonly digest: string | null;
  readonly predictions: number;
  readonly models: string[];
  /** Recorded before the subject had a key, in runs of their own: their contents are removed. */
  readonly earlier: number;
  /** The same in runs that others share: their contents stay. */
  readonly withoutKey: number;
  readonly erasedAt: Date[];
}

/** @param lock holds the key to the end of the transaction, and so keeps out what would be recorded under it */
export async function readErasable(tx: Tx, hash: Buffer, lock: boolean): Promise<Erasable> {
  const keys = await tx.query<{ id: string; erased_at: Date | null }>(
    `SELECT id, erased_at FROM subject_key WHERE subject_hash = $1 ORDER BY erased_at DESC NULLS FIRST ${lock ? 'FOR UPDATE' : ''}`,
    [hash],
  );
  const keyId = keys.rows.find(({ erased_at }) => erased_at === null)?.id ?? null;
  const counted = await tx.query<{ predictions: number; earlier: number; without: number; models: string[] }>(
    `SELECT count(*) FILTER (WHERE r.subject_key_id = $2)::int AS predictions,
       count(*) FILTER (WHERE r.subject_key_id IS NULL AND r.inputs IS NOT NULL AND r.rows = 1)::int AS earlier,
       count(*) FILTER (WHERE r.subject_key_id IS NULL AND r.inputs IS NOT NULL AND r.rows > 1)::int AS without,
       coalesce(array_agg(DISTINCT m.key) FILTER (WHERE r.subject_key_id = $2 OR r.subject_key_id IS NULL AND r.inputs IS NOT NULL AND r.rows = 1), '{}') AS models
     FROM prediction p JOIN scoring_run r ON r.id = p.run_id JOIN model m ON m.id = p.model_id WHERE p.subject_hash = $1`,
    [hash, keyId],
  );
  const { predictions, earlier, without, models } = counted.rows[0]!;
  return {
    keyId,
    digest:
      keyId &&
      sha256Hex(canonicalJson({ key: keyId, hash: hash.toString('hex'), predictions, earlier, models })),
    predictions,
    models,
    earlier,
    withoutKey: without,
    erasedAt: keys.rows.flatMap(({ erased_at }) => (erased_at ? [erased_at] : [])),
  };
}

/**
 * What erasing a subject would destroy, and what forbids it: for compliance, as a look-up with its reason and its entry.
 * @throws Refusal FORBIDDEN (recorded) or BAD_INPUT
 */
export async function lookAtErasure(ctx: Context, input: LookAtErasure): Promise<ErasureAhead> {
  refuseBrokenJson(input, '');
  const hash = subjectHash(ctx.keyring, input.subject);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, ['compliance']);
      let found = await readErasable(tx, hash, false);
      if (found.keyId === null && found.earlier > 0) {
        // Erasing is signed over a key: who has none yet gets one to be destroyed.
        await holdSubjectKeys(tx, ctx.keyring, [hash]);
        found = await readErasable(tx, hash, false);
      }
      const holds = await holdsOn(tx, hash);
      return {
        result: { ...found, erasedAt: found.erasedAt.map((at) => at.toISOString()), holds },
        events: [
          {
            event: 'subject.looked-up',
            subject: subjects,
            data: {
              hash: hash.toString('hex'),
              found: found.predictions + found.earlier + found.withoutKey,
              more: false,
              shown: 0,
              continued: false,
              from: null,
              to: null,
            },
            records: { reason: input.reason },
          },
        ],
      };
    },
    { attempt: { command: 'look-at-erasure', subject: subjects } },
  );
  return { ...result, receipt };
}
