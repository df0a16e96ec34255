import {
  type LegalHold,
  type LegalHoldFilter,
  type LiftLegalHold,
  type PageOf,
  type PersonRef,
  type PlaceLegalHold,
  type Receipt,
  Refusal,
} from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { requireInsight } from '../authority/read-scope.ts';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { parseInstant } from '../parse-instant.ts';
import { personJson } from '../person/read-names.ts';
import { subjectHash } from '../prediction/reference-hash.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';

const byTime = keyset('legal-holds', 'instant', 'uuid');

/** Held by whoever places or lifts a hold and whoever erases, to the end of their transactions: one sees the other. */
export const holdErasures = (tx: Tx) => tx.query('SELECT pg_advisory_xact_lock($1)', [0x6572_6173]);

interface Held {
  readonly subjectHash: Buffer | null;
  readonly modelId: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

async function heldBy(ctx: Context, input: PlaceLegalHold): Promise<Held> {
  const nothing = { subjectHash: null, modelId: null, from: null, to: null };
  if (input.kind === 'subject') return { ...nothing, subjectHash: subjectHash(ctx.keyring, input.subject) };
  if (input.kind === 'model') return { ...nothing, modelId: await findModelId(ctx, input.model) };
  const [from, to] = [parseInstant(input.from, 'from'), parseInstant(input.to, 'to')];
  if (from >= to) throw new Refusal('BAD_INPUT', 'The period ends before it begins.', { field: 'to' });
  return { ...nothing, from, to };
}

/**
 * Forbids erasing: a compliance officer's, with a reason. What was erased before stays so.
 * @throws Refusal NOT_FOUND, FORBIDDEN or BAD_INPUT
 */
export async function placeLegalHold(
  ctx: Context,
  input: PlaceLegalHold,
): Promise<{ holdId: string; receipt: Receipt }> {
  requireScope(ctx.actor, 'operate');
  refuseBrokenJson(input, '');
  const { kind, reason } = input;
  const held = await heldBy(ctx, input);
  const subject = { kind: 'installation', id: 'legal-holds' } as const;
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, held.modelId, ['compliance']);
      await holdErasures(tx);
      const id = uuidv7();
      await tx.query(
        `INSERT INTO legal_hold (id, kind, subject_hash, model_id, "from", "to", reason, person_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [id, kind, held.subjectHash, held.modelId, held.from, held.to, reason, ctx.actor.id, tx.at],
      );
      return {
        result: id,
        events: [
          {
            event: 'legal-hold.placed',
            subject: { kind: 'legal-hold', id },
            ...(held.modelId && { modelId: held.modelId }),
            data: dataOf(kind, held),
            records: { reason },
          },
        ],
      };
    },
    {
      attempt: {
        command: 'place-legal-hold',
        subject,
        ...(held.modelId && { modelId: held.modelId }),
      },
    },
  );
  return { holdId: result, receipt };
}

const dataOf = (kind: string, { subjectHash: hash, modelId, from, to }: Held) => ({
  kind,
  hash: hash?.toString('hex') ?? null,
  model: modelId,
  from: from?.toISOString() ?? null,
  to: to?.toISOString() ?? null,
});

/** Ends a hold, with a reason; nothing is erased by it. @throws Refusal NOT_FOUND, FORBIDDEN, or CONFLICT where it was lifted already */
export async function liftLegalHold(ctx: Context, input: LiftLegalHold): Promise<Receipt> {
  requireScope(ctx.actor, 'operate');
  refuseBrokenJson(input, '');
  const subject = { kind: 'legal-hold', id: input.holdId } as const;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await holdErasures(tx);
      const found = await tx.query<Held & { kind: string; lifted_at: Date | null }>(
        `SELECT kind, subject_hash AS "subjectHash", model_id AS "modelId", "from", "to", lifted_at FROM legal_hold WHERE id = $1 FOR UPDATE`,
        [input.holdId],
      );
      const hold = found.rows[0];
      await requireRole(tx, ctx.actor, hold?.modelId ?? null, ['compliance']);
      if (!hold) throw new Refusal('NOT_FOUND', 'There is no such legal hold.');
      if (hold.lifted_at) throw new Refusal('CONFLICT', 'This legal hold was lifted already.');
      await tx.query('UPDATE legal_hold SET lifted_at = $2, lifted_by = $3, lift_reason = $4 WHERE id = $1', [
        input.holdId,
        tx.at,
        ctx.actor.id,
        input.reason,
      ]);
      // What sweeps passed over while it was held is looked at again.
      await tx.query('DELETE FROM retention_progress');
      return {
        result: undefined,
        events: [
          {
            event: 'legal-hold.lifted',
            subject,
            ...(hold.modelId && { modelId: hold.modelId }),
            data: dataOf(hold.kind, hold),
            records: { reason: input.reason },
          },
        ],
      };
    },
    { attempt: { command: 'lift-legal-hold', subject } },
  );
  return receipt;
}

interface HoldRow {
  readonly id: string;
  readonly kind: LegalHold['kind'];
  readonly subject: string | null;
  readonly model: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly reason: string;
  readonly by: PersonRef;
  readonly at: Date;
  readonly lifted_by: PersonRef | null;
  readonly lifted_at: Date | null;
  readonly lift_reason: string | null;
}

const holdSql = `SELECT h.id, h.kind, left(encode(h.subject_hash, 'hex'), 12) AS subject, m.key AS model, h."from", h."to", h.reason, h.at,
    ${personJson('p')} AS by, ${personJson('l')} AS lifted_by, h.lifted_at, h.lift_reason
  FROM legal_hold h LEFT JOIN model m ON m.id = h.model_id LEFT JOIN person p ON p.id = h.person_id LEFT JOIN person l ON l.id = h.lifted_by`;

const toHold = ({ lifted_at: at, lifted_by: by, lift_reason: why, ...row }: HoldRow): LegalHold => ({
  ...row,
  from: row.from?.toISOString() ?? null,
  to: row.to?.toISOString() ?? null,
  at: row.at.toISOString(),
  lifted: at && by ? { by, at: at.toISOString(), reason: why ?? '' } : null,
});

/** Reasons of holds may name lawsuits: they are for whoever answers for keeping and erasing, and for auditors. */
const readers: readonly Role[] = ['compliance', 'administrator', 'auditor'];

/** Legal holds, the newest first; an auditor of some models sees those on them. @throws Refusal FORBIDDEN, BAD_INPUT */
export async function listLegalHolds(ctx: Context, input: LegalHoldFilter): Promise<PageOf<LegalHold>> {
  const { models } = await requireInsight(ctx);
  await requireRoleSomewhere(ctx, readers);
  const limit = limitOf(input);
  const [at, id] = byTime.decode(input.after);
  const { rows: found } = await ctx.pool.query<HoldRow>(
    `${holdSql} WHERE ($1::timestamptz IS NULL OR (h.at, h.id) < ($1, $2::uuid)) AND ($3::uuid[] IS NULL OR h.model_id = ANY ($3))
       AND ($4::boolean IS NULL OR (h.lifted_at IS NULL) = $4) ORDER BY h.at DESC, h.id DESC LIMIT $5`,
    [at ?? null, id ?? null, models, input.standing ?? null, limit + 1],
  );
  const { rows, next } = cutPage(found, limit, byTime, (row) => [row.at.toISOString(), row.id]);
  return { items: rows.map(toHold), next };
}

/** The holds that forbid erasing this subject: its own, one on a model, or one on a time, that a prediction about it falls in. */
export async function holdsOn(db: Pick<Tx, 'query'>, hash: Buffer): Promise<LegalHold[]> {
  const { rows } = await db.query<HoldRow>(
    `${holdSql} WHERE h.lifted_at IS NULL AND (h.subject_hash = $1
       OR h.model_id IS NOT NULL AND EXISTS (SELECT FROM prediction x WHERE x.subject_hash = $1 AND x.model_id = h.model_id)
       OR h."from" IS NOT NULL AND EXISTS (SELECT FROM prediction x WHERE x.subject_hash = $1 AND x.answered_at >= h."from" AND x.answered_at < h."to"))
     ORDER BY h.at, h.id`,
    [hash],
  );
  return rows.map(toHold);
}
