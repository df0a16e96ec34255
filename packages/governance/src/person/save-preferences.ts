import { type Preferences, Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { isTimeZone } from '../time-zone.ts';

/** Keeps how the portal looks for whoever asks. Nothing about it is governed. @throws Refusal BAD_INPUT */
export async function savePreferences(ctx: Context, input: Preferences): Promise<Preferences> {
  if (ctx.actor.kind !== 'person') throw new Refusal('FORBIDDEN', 'Only people have preferences.');
  if (input.timeZone !== null && !isTimeZone(input.timeZone))
    throw new Refusal('BAD_INPUT', `${input.timeZone} is no time zone.`, { field: 'timeZone' });
  await ctx.pool.query('UPDATE person SET time_zone = $2, theme = $3, shortcuts = $4 WHERE id = $1', [
    ctx.actor.id,
    input.timeZone,
    input.theme,
    input.shortcuts,
  ]);
  return input;
}
