import type { AnswerByLink, LinkedNotice, NoticeAnswered, OpenLink } from '@countersign/contracts';
import { change } from '../change.ts';
import { type House, systemActor } from '../context.ts';
import { linkInvalid } from '../person/open-link.ts';
import type { Tx } from '../tx.ts';
import { findNotice } from './find-notice.ts';
import { recipientOf } from './notice-link.ts';
import { tellNotice } from './read-notice.ts';
import { writeAnswer } from './write-answer.ts';

/** Whose link it is. @throws Refusal LINK_INVALID */
export async function findRecipient(db: Pick<Tx, 'query'>, house: House, secret: string) {
  const recipientId = recipientOf(house.keyring, secret);
  const { rows } = await db.query<{ id: string; notice_id: string; address: string }>(
    'SELECT id, notice_id, address FROM notice_recipient WHERE id = $1',
    [recipientId],
  );
  if (!rows[0]) throw linkInvalid();
  return rows[0];
}

/**
 * The one notice that a link is for, for whoever reads the mailbox it was sent to. Opening it changes nothing: mail programs
 * look at links. @throws Refusal LINK_INVALID
 */
export async function openNoticeLink(house: House, { secret }: OpenLink): Promise<LinkedNotice> {
  const { notice_id: id, address } = await findRecipient(house.pool, house, secret);
  return { ...tellNotice(await findNotice(house.pool, id)), address };
}

/**
 * What the consumer says, by a link and without an account: claimed by whoever reads that mailbox. Accepting the risk is a
 * signature and takes an account. @throws Refusal LINK_INVALID, CONFLICT, BAD_INPUT
 */
export async function answerByLink(
  house: House,
  { secret, ...input }: AnswerByLink,
): Promise<NoticeAnswered> {
  const { result, receipt } = await change({ ...house, actor: systemActor('mailbox') }, async (tx) => {
    const recipient = await findRecipient(tx, house, secret);
    const notice = await findNotice(tx, recipient.notice_id, 'notice');
    return {
      result: notice.id,
      events: [await writeAnswer(tx, notice, input, { recipientId: recipient.id })],
    };
  });
  return { noticeId: result, state: input.answer, receipt };
}
