import { Refusal } from '@countersign/contracts';
import type { Actor as LifecycleActor, Role } from '@countersign/lifecycle';
import type { Context } from '../context.ts';
import { preparing } from '../prepared.ts';

/** What somebody's roles open, and what they may do on each model: read once for a whole page. */
export interface Scope {
  /** Models that may be seen; null for all of them. Consumers see the models that their role names, nothing else. */
  readonly models: readonly string[] | null;
  rolesOn(modelId: string | null): Role[];
  actorOn(modelId: string): LifecycleActor;
}

/** One query; null for somebody without any role. */
export async function findScope(ctx: Context): Promise<Scope | null> {
  const { actor } = ctx;
  if (actor.kind === 'system') {
    return {
      models: null,
      rolesOn: () => [],
      actorOn: () => ({ personId: actor.id, roles: [], via: 'system' }),
    };
  }
  const { rows } = await preparing(ctx.pool).query<{ role: Role; model_id: string | null }>(
    `SELECT r.role, r.model_id FROM role_assignment r JOIN person p ON p.id = r.person_id
     WHERE r.person_id = $1 AND p.active AND r.revoked_at IS NULL`,
    [actor.id],
  );
  if (rows.length === 0) return null;
  const rolesOn = (modelId: string | null): Role[] => [
    ...new Set(
      rows.filter((row) => row.model_id === null || row.model_id === modelId).map(({ role }) => role),
    ),
  ];
  const isConsumerAlone = rows.every(({ role }) => role === 'consumer');
  return {
    models: isConsumerAlone ? rows.flatMap(({ model_id }) => (model_id === null ? [] : [model_id])) : null,
    rolesOn,
    actorOn: (modelId) => ({ personId: actor.id, roles: rolesOn(modelId), via: actor.via }),
  };
}

/** @throws Refusal FORBIDDEN for somebody without any role */
export async function readScope(ctx: Context): Promise<Scope> {
  const scope = await findScope(ctx);
  if (scope === null) throw new Refusal('FORBIDDEN', 'Your roles do not open this page.');
  return scope;
}

/** @throws Refusal FORBIDDEN where the model is outside the scope */
export function requireModelIn(scope: Scope, modelId: string): void {
  if (scope.models !== null && !scope.models.includes(modelId)) {
    throw new Refusal('FORBIDDEN', 'Your roles do not open this model.');
  }
}

/**
 * For what consumers do not see: what belongs to no single model (people, policies, the ledger), and the files,
 * evidence and gates of a version. @throws Refusal FORBIDDEN for consumers alone
 */
export async function requireFullScope(ctx: Context): Promise<Scope> {
  const scope = await readScope(ctx);
  if (scope.models !== null) throw new Refusal('FORBIDDEN', 'Your roles do not open this page.');
  return scope;
}
