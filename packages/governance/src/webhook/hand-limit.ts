import { Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import type { Caller } from './caller.ts';

const mostAMinute = 10;
const minuteMs = 60_000;
/** People remembered at most. */
const longestList = 10_000;

/** When each person sent by hand lately, by the way out of this process. */
const sent = new WeakMap<Caller, Map<string, readonly number[]>>();

/**
 * Counts a message that somebody sends by hand, before it goes out: a test or something sent again. The portal is no hammer
 * for whoever may make a webhook. Ten a minute for a person, in each process. @throws Refusal RATE_LIMITED
 */
export function countByHand(
  { actor, clock }: Pick<Context, 'actor' | 'clock'>,
  caller: Caller | undefined,
): void {
  if (!caller) return;
  const people = sent.get(caller) ?? new Map<string, readonly number[]>();
  sent.set(caller, people);
  const now = clock().getTime();
  const lately = (people.get(actor.id) ?? []).filter((at) => at > now - minuteMs);
  if (lately.length >= mostAMinute) {
    const until = new Date(lately[0]! + minuteMs).toISOString();
    throw new Refusal(
      'RATE_LIMITED',
      `At most ${mostAMinute} messages a minute are sent by hand. Try again in a moment.`,
      { until },
    );
  }
  people.delete(actor.id);
  people.set(actor.id, [...lately, now]);
  if (people.size > longestList) people.delete(people.keys().next().value!);
}
