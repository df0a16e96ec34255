import { type NoticeRef, type OpenLink, Refusal } from '@countersign/contracts';
import { readScope } from '../authority/read-scope.ts';
import { type Context, type House, systemActor } from '../context.ts';
import { findRecipient } from '../notice/answer-by-link.ts';
import { answersForIt } from '../notice/answer-notice.ts';
import { findNotice, type NoticeStored } from '../notice/find-notice.ts';
import { type ConsumerExtract, extractFor } from './extract-for.ts';

/**
 * What the newest re-scoring of the recall says of one consumer's own predictions, as a file: for whoever answers for the
 * consumer, and for those who read predictions of the model anyway.
 * @throws Refusal NOT_FOUND where nothing of it was re-scored, FORBIDDEN
 */
export async function extractOfNotice(ctx: Context, { noticeId }: NoticeRef): Promise<ConsumerExtract> {
  await readScope(ctx);
  const notice = await findNotice(ctx.pool, noticeId);
  return partOf((await answersForIt(ctx.pool, ctx, notice)) ? asSystem(ctx) : ctx, notice);
}

/** The same for whoever reads the mailbox that the notice was sent to. @throws Refusal LINK_INVALID, NOT_FOUND */
export async function extractByLink(house: House, { secret }: OpenLink): Promise<ConsumerExtract> {
  const { notice_id: id } = await findRecipient(house.pool, house, secret);
  return partOf(asSystem(house), await findNotice(house.pool, id));
}

const asSystem = (house: House): Context => ({ ...house, actor: systemActor('notices') });

async function partOf(ctx: Context, { id, extract, consumer }: NoticeStored): Promise<ConsumerExtract> {
  if (!extract)
    throw new Refusal('NOT_FOUND', 'Nothing of this consumer was re-scored yet.', { noticeId: id });
  return extractFor(ctx, { rescoringId: extract.rescoringId, consumer: consumer.key });
}
