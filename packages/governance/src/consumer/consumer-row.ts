import { Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { heldAt } from '../authority/held-at.ts';
import { requireScope } from '../authority/require-scope.ts';
import type { Actor, Context } from '../context.ts';
import type { Tx } from '../tx.ts';

/** What it takes to change a consumer. */
export interface ConsumerRecord {
  readonly id: string;
  readonly key: string;
  readonly answerer_id: string;
  /** Of a service account that answers for it: the person behind it. */
  readonly responsible_id: string | null;
  /** Models of its open uses. */
  readonly model_ids: readonly string[];
}

/** Roles that may speak for consumers of the models that they are held on. */
export const speakers: readonly Role[] = ['developer', 'operator', 'owner'];
/** With whoever may say what they use themselves. */
export const users: readonly Role[] = ['consumer', ...speakers];

/** Whether the account answers for a consumer: by itself, for a service account, or as one of the person who does. */
const isAnswering = (actor: Extract<Actor, { kind: 'person' }>, row: ConsumerRecord): boolean =>
  row.answerer_id === actor.id || row.responsible_id === actor.id || row.answerer_id === actor.responsibleId;

/**
 * One of the roles, held now everywhere or on one of the models; on any model where there are none. Read FOR SHARE.
 * System actors hold every one.
 */
export async function holdsAmong(
  tx: Tx,
  actor: Actor,
  roles: readonly Role[],
  modelIds: readonly string[],
): Promise<boolean> {
  if (actor.kind === 'system') return true;
  const held = await tx.query(
    `SELECT FROM role_assignment r JOIN person p ON p.id = r.person_id
     WHERE r.person_id = $1 AND p.active AND ${heldAt('r', '$2')} AND r.role = ANY ($3)
       AND (r.model_id IS NULL OR r.model_id = ANY ($4::uuid[]) OR cardinality($4::uuid[]) = 0) LIMIT 1 FOR SHARE`,
    [actor.id, tx.at, roles, modelIds],
  );
  return held.rowCount !== 0;
}

/** The consumer of a name, kept from changing meanwhile; null where nobody registered it. */
export async function findConsumer(tx: Tx, key: string): Promise<ConsumerRecord | null> {
  const { rows } = await tx.query<ConsumerRecord>(
    `SELECT c.id, c.key, c.answerer_id, p.responsible_id,
       ARRAY(SELECT DISTINCT model_id FROM consumer_use WHERE consumer_id = c.id AND ended_at IS NULL) AS model_ids
     FROM consumer c JOIN person p ON p.id = c.answerer_id WHERE c.key = $1 AND c.retired_at IS NULL FOR UPDATE OF c`,
    [key],
  );
  return rows[0] ?? null;
}

/** The same. @throws Refusal NOT_FOUND */
export async function lockConsumer(tx: Tx, key: string): Promise<ConsumerRecord> {
  const row = await findConsumer(tx, key);
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such consumer.');
  return row;
}

/**
 * Whoever answers for a consumer, while they hold a role of a user; and developers, operators and owners of what it uses.
 * `modelIds`: what the act is about, where it is not all that the consumer uses. @throws Refusal FORBIDDEN
 */
export async function requireSpeaker(
  tx: Tx,
  ctx: Pick<Context, 'actor'>,
  row: ConsumerRecord,
  modelIds: readonly string[] = row.model_ids,
): Promise<void> {
  const { actor } = ctx;
  requireScope(actor, 'predict');
  const isOwn = actor.kind === 'person' && isAnswering(actor, row);
  const roles = isOwn ? users : speakers;
  // Who answers for it may change what is known of it whatever it uses; a use still takes a role on its model.
  const among = isOwn && modelIds === row.model_ids ? [] : modelIds;
  if (await holdsAmong(tx, actor, roles, among)) return;
  throw new Refusal(
    'FORBIDDEN',
    'This takes the account that answers for the consumer, or a developer, operator or owner of what it uses.',
    { roles },
  );
}
