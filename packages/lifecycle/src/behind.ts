import type { Actor } from './state.ts';
import type { Role } from './vocabulary.ts';

/**
 * Whoever stands behind an act: the person who acts and, where they act as the deputy of somebody who is away, that person
 * too. Neither's authorship and neither's earlier signature is got round by the other acting.
 */
export const peopleBehind = (act: {
  readonly personId: string;
  readonly deputyFor?: string | null;
}): readonly string[] => (act.deputyFor ? [act.personId, act.deputyFor] : [act.personId]);

/** For whom somebody acts under a role; null where they hold it themselves. */
export const absentFor = (actor: Actor, role: Role | null | undefined): string | null =>
  (role && actor.deputyFor?.[role]) || null;
