import { Refusal } from '@countersign/contracts';
import type { Actor as LifecycleActor, Role } from '@countersign/lifecycle';
import type { Context } from '../context.ts';
import { preparing } from '../prepared.ts';
import { type AuditWindow, isInWindows } from './audit-window.ts';
import { heldAt } from './held-at.ts';
import { deputiesIn, rolesIn, viaOf } from './roles-held.ts';

/** What somebody's roles open, and what they may do on each model: read once for a whole page. */
export interface Scope {
  /** Models that may be seen; null for all of them. Consumers and auditors of some models see those that their roles name. */
  readonly models: readonly string[] | null;
  /** Sees that its models exist and what answers, not what stands behind it. */
  readonly isConsumer: boolean;
  /** Of an auditor: which records (entries, predictions) are open; null for all that the models have. */
  readonly windows: readonly AuditWindow[] | null;
  rolesOn(modelId: string | null): Role[];
  /** Of these roles those that are held as a deputy alone, and for whom. */
  deputiesOn(modelId: string | null): Partial<Record<Role, string>>;
  actorOn(modelId: string): LifecycleActor;
}

/** The part of a scope that says what may be seen. */
export type Opened = Pick<Scope, 'models' | 'isConsumer' | 'windows'>;

interface HeldRow {
  readonly role: Role;
  readonly deputy_for: string | null;
  readonly model_id: string | null;
  readonly period_from: Date | null;
  readonly period_to: Date | null;
}

/** One query; null for somebody without any role. */
export async function findScope(ctx: Context): Promise<Scope | null> {
  const { actor } = ctx;
  if (actor.kind === 'system') {
    return {
      models: null,
      isConsumer: false,
      windows: null,
      rolesOn: () => [],
      deputiesOn: () => ({}),
      actorOn: () => ({ personId: actor.id, roles: [], via: 'system' }),
    };
  }
  const { rows } = await preparing(ctx.pool).query<HeldRow>(
    `SELECT r.role, r.deputy_for, r.model_id, r.period_from, r.period_to FROM role_assignment r JOIN person p ON p.id = r.person_id
     WHERE r.person_id = $1 AND p.active AND ${heldAt('r', '$2')}`,
    [actor.id, ctx.clock()],
  );
  if (rows.length === 0) return null;
  const rowsOn = (modelId: string | null) =>
    rows.filter((row) => row.model_id === null || row.model_id === modelId);
  const rolesOn = (modelId: string | null): Role[] => rolesIn(rowsOn(modelId));
  return {
    ...opened(rows),
    rolesOn,
    deputiesOn: (modelId) => deputiesIn(rowsOn(modelId)),
    actorOn: (modelId) => ({
      personId: actor.id,
      roles: rolesOn(modelId),
      deputyFor: deputiesIn(rowsOn(modelId)),
      via: viaOf(actor),
    }),
  };
}

/** What several people may see now, in one query; whoever has no role is left out. */
export async function findOpened(
  { pool, clock }: Pick<Context, 'pool' | 'clock'>,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Opened>> {
  const { rows } = await preparing(pool).query<HeldRow & { readonly person_id: string }>(
    `SELECT r.person_id, r.role, r.deputy_for, r.model_id, r.period_from, r.period_to
     FROM role_assignment r JOIN person p ON p.id = r.person_id
     WHERE r.person_id = ANY ($1::uuid[]) AND p.active AND ${heldAt('r', '$2')}`,
    [personIds, clock()],
  );
  const byPerson = new Map<string, HeldRow[]>();
  for (const row of rows) byPerson.set(row.person_id, [...(byPerson.get(row.person_id) ?? []), row]);
  return new Map([...byPerson].map(([id, held]) => [id, opened(held)]));
}

/** Every role but consumer and auditor opens every model; an auditor's opens what it was granted for. */
function opened(rows: readonly HeldRow[]): Opened {
  const everything = { models: null, isConsumer: false, windows: null };
  if (rows.some(({ role }) => role !== 'consumer' && role !== 'auditor')) return everything;
  const audits = rows.filter(({ role }) => role === 'auditor');
  const isOpen = (row: HeldRow) => row.period_from === null && row.period_to === null;
  if (audits.some((row) => row.model_id === null && isOpen(row))) return everything;
  const seesAll = audits.some(({ model_id }) => model_id === null);
  return {
    models: seesAll ? null : rows.flatMap(({ model_id }) => (model_id === null ? [] : [model_id])),
    isConsumer: audits.length === 0,
    windows: audits.map((row) => ({ modelId: row.model_id, from: row.period_from, to: row.period_to })),
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
 * For what consumers do not see: the ledger, policies, and the files, evidence and gates of a version. Where it belongs
 * to a model, `requireModelIn` is asked too. @throws Refusal FORBIDDEN for consumers alone
 */
export async function requireInsight(ctx: Context): Promise<Scope> {
  const scope = await readScope(ctx);
  if (scope.isConsumer) throw new Refusal('FORBIDDEN', 'Your roles do not open this page.');
  return scope;
}

/** For what belongs to no single model, such as people. @throws Refusal FORBIDDEN for whoever sees some models alone */
export async function requireFullScope(ctx: Context): Promise<Scope> {
  const scope = await readScope(ctx);
  if (scope.models !== null) throw new Refusal('FORBIDDEN', 'Your roles do not open this page.');
  return scope;
}

/** @throws Refusal FORBIDDEN for a record outside of an auditor's period */
export function requireRecordIn(scope: Scope, record: { readonly modelId: string; readonly at: Date }): void {
  if (!isInWindows(scope.windows, record))
    throw new Refusal('FORBIDDEN', 'Your role as an auditor does not open the records of that time.');
}
