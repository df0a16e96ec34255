import {
  type AcceptRisk,
  type NoticeAnswered,
  type PasskeyGrant,
  type PrepareRisk,
  Refusal,
} from '@countersign/contracts';
import { absentFor, roles as allRoles, type Policy, type Role } from '@countersign/lifecycle';
import { lifecycleActor } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptAt } from '../lifecycle/refuse-unless-allowed.ts';
import { parseInstant } from '../parse-instant.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { signerOf } from '../sign-off/signer-of.ts';
import { prepareGrant } from '../signature/passkey-grant.ts';
import { type Seal, sealWithGrant } from '../signature/seal.ts';
import { signAct } from '../signature/sign-act.ts';
import { answersForIt } from './answer-notice.ts';
import { findNotice, type NoticeStored } from './find-notice.ts';
import { refuseOver } from './write-answer.ts';
import { moveNotices } from './write-steps.ts';

/**
 * The roles under which the risk of going on may be accepted: those that the model's policy asks for at its approval gate. Of
 * an advisory whoever answers for the consumer may as well, under any role; of "do not use" they may not.
 */
export const riskRolesOf = (
  { standing, kind }: Pick<NoticeStored, 'standing' | 'kind'>,
  policy: Policy,
  { isMine }: { readonly isMine: boolean },
): readonly Role[] => {
  if (kind !== 'recall') return [];
  return isMine && standing === 'advisory'
    ? allRoles
    : [...new Set(policy.gates.approval.signOffs.map(({ role }) => role))];
};

/**
 * Accepts the risk that a consumer goes on with a recalled version, by a signature, perhaps until a date.
 * @throws Refusal NOT_FOUND, FORBIDDEN, TOKEN_CANNOT_SIGN, GRANT_INVALID, CONFLICT, BAD_INPUT
 */
export const acceptRisk = (ctx: Context, input: AcceptRisk): Promise<NoticeAnswered> =>
  acceptWith(ctx, input, sealWithGrant(input.grant));

/** What would be signed now, and the question to the signer's passkey whether they mean it. @throws Refusal as accepting would */
export const prepareRisk = (ctx: Context, input: PrepareRisk): Promise<PasskeyGrant> =>
  prepareGrant(ctx, (seal) => acceptWith(ctx, input, seal));

async function acceptWith(ctx: Context, input: PrepareRisk, seal: Seal): Promise<NoticeAnswered> {
  const found = await findNotice(ctx.pool, input.noticeId);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      refuseBrokenJson(input, '');
      const { row, state } = await loadVersion(tx, { id: found.version_id }, 'version');
      const notice = await findNotice(tx, input.noticeId, 'notice');
      const actor = await lifecycleActor(tx, ctx.actor, row.model_id);
      const isMine = await answersForIt(tx, ctx, notice);
      const open = riskRolesOf(notice, state.policy, { isMine });
      const role = open.find((one) => actor.roles.includes(one));
      if (!role)
        throw new Refusal('FORBIDDEN', 'The policy lets others accept this risk.', { roles: [...open] });
      const signer = signerOf(ctx.actor);
      refuseOver(notice);
      const until = input.until === undefined ? null : parseInstant(input.until, 'until');
      if (until && until <= tx.at)
        throw new Refusal('BAD_INPUT', 'That time is over already.', { field: 'until' });
      const said = { notice: notice.id, recall: notice.recall_id!, until: until?.toISOString() ?? null };
      const signed = await signAct(tx, ctx, seal, {
        act: 'risk',
        subjectId: notice.id,
        signer,
        role,
        deputyFor: absentFor(actor, role),
        decision: 'endorse',
        comment: input.comment,
        substance: row.substance,
        presentation: row.presentation,
        content: {
          model: { id: row.model_id, key: row.model_key },
          version: { id: row.id, label: row.label },
          consumer: notice.consumer.key,
          ...said,
          substance: row.substance,
          presentation: row.presentation,
        },
      });
      await moveNotices(
        tx,
        [notice.id],
        'risk-accepted',
        { basis: 'claimed', personId: signer.id, comment: input.comment },
        { until },
      );
      return {
        result: undefined,
        events: [
          {
            event: 'notice.risk-accepted',
            subject: { kind: 'version', id: row.id },
            modelId: row.model_id,
            versionId: row.id,
            data: { ...said, ...signed.data },
            records: { comment: input.comment, record: signed.record },
          },
        ],
      };
    },
    { attempt: attemptAt('accept-risk', { versionId: found.version_id, modelId: found.model_id }) },
  );
  return { noticeId: input.noticeId, state: 'risk-accepted', receipt };
}
