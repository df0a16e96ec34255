import { Refusal } from '@countersign/contracts';
import type { Actor as LifecycleActor, Role } from '@countersign/lifecycle';
import type { Tx } from '../change.ts';
import type { Actor, Context } from '../context.ts';
import { preparing } from '../prepared.ts';
import { heldAt } from './held-at.ts';

type Querying = Pick<Tx, 'query' | 'at'>;

/**
 * The roles that a person holds now on a model (global ones included; `null`: global ones alone), read FOR SHARE: a
 * revocation that is under way is waited for, and one that comes later waits for us. An inactive account holds none.
 */
export async function rolesHeld(tx: Querying, personId: string, modelId: string | null): Promise<Role[]> {
  return rolesIn(await heldRows(tx, personId, modelId));
}

/** The same without those that are held as a deputy. */
export async function ownRolesHeld(tx: Querying, personId: string, modelId: string | null): Promise<Role[]> {
  return rolesIn((await heldRows(tx, personId, modelId)).filter((row) => row.deputy_for === null));
}

export interface HeldRole {
  readonly role: Role;
  /** The person who is away; null where the role is held in one's own right. */
  readonly deputy_for: string | null;
}

export const rolesIn = (rows: readonly HeldRole[]): Role[] => [...new Set(rows.map(({ role }) => role))];

/** Of the roles those that are held as a deputy alone, and for whom: what one holds oneself is used first. */
export const deputiesIn = (rows: readonly HeldRole[]): Partial<Record<Role, string>> =>
  Object.fromEntries(
    rows.flatMap(({ role, deputy_for: absent }) =>
      absent !== null && !rows.some((row) => row.role === role && row.deputy_for === null)
        ? [[role, absent]]
        : [],
    ),
  );

async function heldRows(tx: Querying, personId: string, modelId: string | null): Promise<HeldRole[]> {
  const held = await tx.query<HeldRole>(
    `SELECT r.role, r.deputy_for FROM role_assignment r JOIN person p ON p.id = r.person_id
     WHERE r.person_id = $1 AND p.active AND ${heldAt('r', '$3')} AND (r.model_id IS NULL OR r.model_id = $2)
     FOR SHARE`,
    [personId, modelId, tx.at],
  );
  return held.rows;
}

/** A service account's token is another thing to the machine than a person's own. */
export const viaOf = (actor: Extract<Actor, { kind: 'person' }>): LifecycleActor['via'] =>
  actor.via === 'token' && actor.responsibleId ? 'service-token' : actor.via;

/** Who acts, as the machine wants to know it. */
export async function lifecycleActor(
  tx: Querying,
  actor: Actor,
  modelId: string | null,
): Promise<LifecycleActor> {
  if (actor.kind === 'system') return { personId: actor.id, roles: [], via: 'system' };
  const rows = await heldRows(tx, actor.id, modelId);
  return { personId: actor.id, roles: rolesIn(rows), deputyFor: deputiesIn(rows), via: viaOf(actor) };
}

/** The same outside a change, for pages: nothing is locked. */
export async function rolesNow(ctx: Context, modelId: string | null): Promise<Role[]> {
  if (ctx.actor.kind === 'system') return [];
  const held = await preparing(ctx.pool).query<{ role: Role }>(
    `SELECT DISTINCT r.role FROM role_assignment r JOIN person p ON p.id = r.person_id
     WHERE r.person_id = $1 AND p.active AND ${heldAt('r', '$3')} AND (r.model_id IS NULL OR r.model_id = $2)`,
    [ctx.actor.id, modelId, ctx.clock()],
  );
  return held.rows.map((row) => row.role);
}

/** @throws Refusal FORBIDDEN unless one of the roles is held now; system actors pass */
export async function requireRole(
  tx: Querying,
  actor: Actor,
  modelId: string | null,
  roles: readonly Role[],
): Promise<Role[]> {
  if (actor.kind === 'system') return [];
  const held = await rolesHeld(tx, actor.id, modelId);
  if (!held.some((role) => roles.includes(role))) {
    throw new Refusal('FORBIDDEN', `This takes the role ${roles.join(' or ')}.`, { roles });
  }
  return held;
}

/** The same outside a change, for pages. @throws Refusal FORBIDDEN */
export async function requireRoleNow(
  ctx: Context,
  modelId: string | null,
  roles: readonly Role[],
): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  const held = await rolesNow(ctx, modelId);
  if (!held.some((role) => roles.includes(role)))
    throw new Refusal('FORBIDDEN', `This takes the role ${roles.join(' or ')}.`, { roles });
}
