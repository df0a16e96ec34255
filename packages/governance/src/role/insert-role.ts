import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { type DeputyRole, deputyColumns } from './end-uncovered.ts';

export interface NewRole {
  readonly personId: string;
  readonly role: string;
  readonly modelId: string | null;
  /** Null: the installation itself. */
  readonly by: string | null;
  readonly endsAt?: Date | null;
  /** Of an auditor: the records that are open, by the time at which they were made. */
  readonly period?: { readonly from: Date | null; readonly to: Date | null } | null;
}

/**
 * Writes one role. Where it is held already for another time or period, the new grant takes the place of the one before;
 * nothing is written twice.
 */
export async function insertRole(tx: Tx, grant: NewRole): Promise<LedgerEventInput> {
  const { endsAt = null, period = null } = grant;
  await tx.query(
    `UPDATE role_assignment SET revoked_at = least($4, ends_at), revoked_by = $5
     WHERE person_id = $1 AND role = $2 AND model_id IS NOT DISTINCT FROM $3 AND delegation_id IS NULL AND revoked_at IS NULL
       AND (ends_at IS DISTINCT FROM $6 OR period_from IS DISTINCT FROM $7 OR period_to IS DISTINCT FROM $8)`,
    [
      grant.personId,
      grant.role,
      grant.modelId,
      tx.at,
      grant.by,
      endsAt,
      period?.from ?? null,
      period?.to ?? null,
    ],
  );
  await tx.query(
    `INSERT INTO role_assignment (id, person_id, role, model_id, granted_by, granted_at, ends_at, period_from, period_to)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [
      uuidv7(),
      grant.personId,
      grant.role,
      grant.modelId,
      grant.by,
      tx.at,
      endsAt,
      period?.from ?? null,
      period?.to ?? null,
    ],
  );
  const shortened = endsAt
    ? await tx.query<DeputyRole>(
        `UPDATE role_assignment d SET ends_at = $4 WHERE d.deputy_for = $1 AND d.role = $2 AND d.model_id IS NOT DISTINCT FROM $3
           AND d.revoked_at IS NULL AND d.ends_at > $4 AND (d.starts_at IS NULL OR d.starts_at < $4) RETURNING ${deputyColumns}`,
        [grant.personId, grant.role, grant.modelId, endsAt],
      )
    : { rows: [] };
  return {
    event: 'role.granted',
    subject: { kind: 'person', id: grant.personId },
    ...(grant.modelId ? { modelId: grant.modelId } : {}),
    data: {
      role: grant.role,
      model: grant.modelId,
      ...(endsAt
        ? {
            endsAt: endsAt.toISOString(),
            deputies: shortened.rows.map((row) => ({ ...row, endsAt: endsAt.toISOString() })),
          }
        : {}),
      ...(period
        ? { period: { from: period.from?.toISOString() ?? null, to: period.to?.toISOString() ?? null } }
        : {}),
    },
  };
}
