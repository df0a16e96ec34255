import { type AnswerNotice, type NoticeAnswered, Refusal } from '@countersign/contracts';
import { requireScope } from '../authority/require-scope.ts';
import { rolesHeld } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { attemptAt } from '../lifecycle/refuse-unless-allowed.ts';
import { answersFor } from './answers-for.ts';
import { findNotice, type NoticeStored } from './find-notice.ts';
import { writeAnswer } from './write-answer.ts';

/** They may write down what a consumer told them otherwise, with a comment that says how, and remind a consumer. */
export const scribes = ['owner', 'operator', 'compliance'] as const;

/** Whether the one who acts answers for the consumer of a notice. */
export async function answersForIt(
  tx: Pick<Tx, 'query'>,
  ctx: Context,
  { id }: Pick<NoticeStored, 'id'>,
): Promise<boolean> {
  const { rowCount } = await tx.query(`SELECT FROM notice n WHERE n.id = $1 AND ${answersFor('n', '$2')}`, [
    id,
    ctx.actor.id,
  ]);
  return rowCount === 1;
}

/**
 * What a consumer says of a notice, by somebody with an account who answers for it; the owner, an operator or a compliance
 * officer of the model writes down what they were told otherwise. It counts as claimed.
 * @throws Refusal NOT_FOUND, FORBIDDEN, COMMENT_MISSING of a scribe, CONFLICT, BAD_INPUT
 */
export async function answerNotice(ctx: Context, input: AnswerNotice): Promise<NoticeAnswered> {
  const found = await findNotice(ctx.pool, input.noticeId);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireScope(ctx.actor, 'operate');
      const notice = await findNotice(tx, input.noticeId, 'notice');
      if (ctx.actor.kind !== 'person') throw new Refusal('FORBIDDEN', 'People answer notices.');
      if (!(await answersForIt(tx, ctx, notice))) {
        const roles = await rolesHeld(tx, ctx.actor.id, notice.model_id);
        if (!scribes.some((role) => roles.includes(role)))
          throw new Refusal('FORBIDDEN', 'Whoever answers for the consumer answers its notices.', {
            roles: scribes,
          });
        if (!input.comment?.trim())
          throw new Refusal('COMMENT_MISSING', 'Say how the consumer told you: you answer in its place.', {
            field: 'comment',
          });
      }
      return {
        result: undefined,
        events: [await writeAnswer(tx, notice, input, { personId: ctx.actor.id })],
      };
    },
    {
      attempt: attemptAt('answer-notice', { versionId: found.version_id, modelId: found.model_id }),
    },
  );
  return { noticeId: input.noticeId, state: input.answer, receipt };
}
