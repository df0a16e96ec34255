import { Refusal, type Subscriber, type SubscriberSettings } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { slotsOf } from '../schedule/slots.ts';
import { writeOperational } from '../write-operational.ts';
import { followerOf, readerOf } from './follower-of.ts';
import { moveWaiting } from './move-waiting.ts';
import { quietEnd } from './quiet-hours.ts';
import { holdSubscriber, readSubscribers, requireZone, usualSettings, usualZone } from './subscriber-row.ts';

/** When one is told what one follows, and when the next digests are due. @throws Refusal FORBIDDEN */
export async function readSubscriber(ctx: Context): Promise<Subscriber> {
  const personId = readerOf(ctx);
  const stored = (await readSubscribers(ctx.pool, [personId])).get(personId);
  const { mailedAt: _, ...settings } = stored ?? {
    ...usualSettings(await usualZone(ctx)),
    mailedAt: null,
  };
  const now = ctx.clock();
  const { zone, digestHour: hour } = settings;
  const [daily, weekly, quietUntil, found] = await Promise.all([
    slotsOf(ctx.pool, { cadence: 'daily', hour, zone }, now),
    slotsOf(ctx.pool, { cadence: 'weekly', hour, zone }, now),
    quietEnd(ctx.pool, settings, now),
    ctx.pool.query<{ email: string }>('SELECT email FROM person WHERE id = $1', [personId]),
  ]);
  return {
    ...settings,
    isChosen: stored !== undefined,
    mailTo: ctx.mailer ? (found.rows[0]?.email ?? null) : null,
    nextDaily: daily.next.toISOString(),
    nextWeekly: weekly.next.toISOString(),
    quietUntil: quietUntil?.toISOString() ?? null,
  };
}

/** What waits to be mailed is due by the new choice from now on. @throws Refusal FORBIDDEN, BAD_INPUT */
export async function changeSubscriber(ctx: Context, input: SubscriberSettings): Promise<Subscriber> {
  const personId = followerOf(ctx);
  requireZone(input.zone);
  if (input.quiet !== null && input.quiet.from === input.quiet.until)
    throw new Refusal('BAD_INPUT', 'Quiet hours end at another time than they begin.', { field: 'quiet' });
  await writeOperational(ctx, async (tx) => {
    const { mailedAt } = await holdSubscriber(tx, personId, input.zone);
    await tx.query(
      `UPDATE subscriber SET zone = $2, quiet_from = $3, quiet_until = $4, wake_for_stops = $5, digest_hour = $6, own_deeds = $7
       WHERE person_id = $1`,
      [
        personId,
        input.zone,
        input.quiet?.from ?? null,
        input.quiet?.until ?? null,
        input.wakeForStops,
        input.digestHour,
        input.ownDeeds,
      ],
    );
    await moveWaiting(tx, personId, { ...input, mailedAt });
  });
  return readSubscriber(ctx);
}
