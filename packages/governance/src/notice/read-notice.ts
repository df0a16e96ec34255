import { type NoticeDetail, type NoticeStep, Refusal, type ToldNotice } from '@countersign/contracts';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { riskRolesOf } from './accept-risk.ts';
import { answersForIt } from './answer-notice.ts';
import { findNotice, type NoticeStored } from './find-notice.ts';
import { toNoticeRow } from './notice-row.ts';

/** What a consumer is told, with the account or by the link. */
export const tellNotice = (stored: NoticeStored): ToldNotice => ({
  ...toNoticeRow(stored),
  reason: stored.reason ?? stored.deprecated_because,
  affected: stored.affected,
  fallback: stored.fallback,
  sunsetAt: stored.kind === 'switch' ? null : stored.sunset_at,
  extract: stored.extract,
  switch: stored.switch,
});

interface StepRecord {
  readonly id: string;
  readonly kind: NoticeStep['kind'];
  readonly basis: NoticeStep['basis'];
  readonly at: Date;
  readonly person: NoticeStep['person'];
  readonly address: string | null;
  readonly comment: string | null;
  readonly detail: { readonly until?: string; readonly why?: string; readonly lastAt?: string };
}

/**
 * One notice with its history, the addresses that it was sent to, and what one may answer.
 * @throws Refusal NOT_FOUND, FORBIDDEN for whoever neither answers for the consumer nor sees what stands behind the model
 */
export async function readNotice(ctx: Context, { noticeId }: { noticeId: string }): Promise<NoticeDetail> {
  const scope = await readScope(ctx);
  const stored = await findNotice(ctx.pool, noticeId);
  const isMine = await answersForIt(ctx.pool, ctx, stored);
  const isOpen = !scope.isConsumer && (scope.models === null || scope.models.includes(stored.model_id));
  if (!isMine && !isOpen)
    throw new Refusal('FORBIDDEN', 'This notice is for those who answer for another consumer.');
  const [steps, recipients, { row, state }] = await Promise.all([
    ctx.pool.query<StepRecord>(
      `SELECT s.id, s.kind, s.basis, s.at, s.comment, s.detail, p.address,
         CASE WHEN w.id IS NULL THEN NULL ELSE json_build_object('id', w.id, 'name', w.name) END AS person
       FROM notice_step s LEFT JOIN notice_recipient p ON p.id = s.recipient_id LEFT JOIN person w ON w.id = s.person_id
       WHERE s.notice_id = $1 ORDER BY s.id LIMIT 500`,
      [noticeId],
    ),
    ctx.pool.query<NoticeDetail['recipients'][number]>(
      'SELECT address, state, problem FROM notice_recipient WHERE notice_id = $1 ORDER BY address LIMIT 100',
      [noticeId],
    ),
    loadVersion(ctx.pool, { id: stored.version_id }, 'none'),
  ]);
  const roles = scope.rolesOn(stored.model_id);
  return {
    ...tellNotice(stored),
    isMine,
    mayWriteDown: (['owner', 'operator', 'compliance'] as const).some((role) => roles.includes(role)),
    riskRoles: riskRolesOf(stored, state.policy, { isMine }).filter((role) => roles.includes(role)),
    substance: row.substance,
    presentation: row.presentation,
    recipients: recipients.rows,
    steps: steps.rows.map(({ detail, at, ...step }) => ({
      ...step,
      at: at.toISOString(),
      until: detail.until ?? null,
      detail: detail.why ?? detail.lastAt ?? null,
    })),
  };
}
