import type { NoticeState, NoticeStep } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';

interface StepToWrite {
  readonly kind: NoticeStep['kind'];
  readonly basis?: NoticeStep['basis'];
  readonly personId?: string | null;
  readonly recipientId?: string | null;
  readonly comment?: string | null;
  readonly detail?: { readonly [key: string]: JsonValue };
}

/** The same step for each of these notices, in their history. */
export async function writeSteps(
  tx: Tx,
  noticeIds: readonly string[],
  { kind, basis = 'checked', personId = null, recipientId = null, comment = null, detail = {} }: StepToWrite,
): Promise<void> {
  if (noticeIds.length === 0) return;
  await tx.query(
    `INSERT INTO notice_step (id, notice_id, kind, basis, at, person_id, recipient_id, comment, detail)
     SELECT s.id, s.notice_id, $3, $4, $5, $6, $7, $8, $9 FROM unnest($1::uuid[], $2::uuid[]) AS s (id, notice_id)`,
    [
      noticeIds.map(() => uuidv7()),
      noticeIds,
      kind,
      basis,
      tx.at,
      personId,
      recipientId,
      comment,
      JSON.stringify(detail),
    ],
  );
}

/** Moves notices into a state and writes the step that says so. */
export async function moveNotices(
  tx: Tx,
  noticeIds: readonly string[],
  state: NoticeState & NoticeStep['kind'],
  step: Omit<StepToWrite, 'kind'> = {},
  { until = null, isClaim = false }: { readonly until?: Date | null; readonly isClaim?: boolean } = {},
): Promise<void> {
  await tx.query(
    `UPDATE notice SET state = $2, state_at = $3, until = $4, claimed_at = CASE WHEN $5 THEN $3 ELSE claimed_at END
     WHERE id = ANY ($1::uuid[])`,
    [noticeIds, state, tx.at, until, isClaim],
  );
  await writeSteps(tx, noticeIds, {
    ...step,
    kind: state,
    detail: { ...step.detail, ...(until && { until: until.toISOString() }) },
  });
}
