import { type ConsumerRegistered, Refusal, type RegisterConsumer } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireScope } from '../authority/require-scope.ts';
import { change, type Tx } from '../change.ts';
import type { Actor, Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { holdsAmong, speakers, users } from './consumer-row.ts';

/** Predictions that are looked at for who predicts under a name. */
const recentPredictions = 1_000;

/** Texts of a consumer, which stay erasable in the ledger. */
export const consumerRecords = (
  input: Omit<RegisterConsumer, 'consumer' | 'answererId'>,
): Record<string, string> => ({
  name: input.name,
  purpose: input.purpose,
  contacts: input.contacts.join('\n'),
  ...(input.serviceLevels !== null && { serviceLevels: input.serviceLevels }),
  ...(input.whenBlocked !== null && { whenBlocked: input.whenBlocked }),
});

/**
 * The open account that is to answer for a consumer. Who speaks for consumers names any; anybody else their own, or that
 * of a service they answer for. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function requireAnswerer(
  tx: Tx,
  actor: Actor,
  answererId: string,
  speaks: boolean,
): Promise<void> {
  const found = await tx.query<{ id: string; responsible_id: string | null }>(
    'SELECT id, responsible_id FROM person WHERE id = $1 AND active FOR SHARE',
    [answererId],
  );
  const account = found.rows[0];
  if (!account) throw new Refusal('NOT_FOUND', 'There is no such open account.', { field: 'answererId' });
  const isOwn =
    actor.kind === 'person' &&
    [account.id, account.responsible_id].some((id) => id === actor.id || id === actor.responsibleId);
  if (!speaks && !isOwn)
    throw new Refusal(
      'FORBIDDEN',
      'You can name your own account, or one of a service that you answer for.',
      {
        field: 'answererId',
      },
    );
}

/** Nobody takes the name of somebody else's predictions. @throws Refusal FORBIDDEN */
async function requireOwnName(tx: Tx, actor: Extract<Actor, { kind: 'person' }>, key: string): Promise<void> {
  const found = await tx.query<{ others: boolean; own: boolean }>(
    `SELECT count(*) > 0 AS others, coalesce(bool_or(p.id = $2 OR p.responsible_id = $2), false) AS own
     FROM (SELECT person_id FROM prediction WHERE consumer = $1 ORDER BY answered_at DESC, id DESC LIMIT $3) recent
     LEFT JOIN person p ON p.id = recent.person_id`,
    [key, actor.id, recentPredictions],
  );
  const { others, own } = found.rows[0]!;
  if (others && !own)
    throw new Refusal(
      'FORBIDDEN',
      'Others predict under this name. A developer, operator or owner registers it and names who answers for it.',
      { field: 'consumer' },
    );
}

/** Registers inside of a change. @throws Refusal FORBIDDEN, NOT_FOUND for the account, CONFLICT where the name is taken */
export async function registerIn(tx: Tx, ctx: Context, input: RegisterConsumer): Promise<LedgerEventInput> {
  const { actor } = ctx;
  requireScope(actor, 'predict');
  if (!(await holdsAmong(tx, actor, users, [])))
    throw new Refusal('FORBIDDEN', `This takes the role ${users.join(' or ')}.`, { roles: users });
  const speaks = await holdsAmong(tx, actor, speakers, []);
  if (!speaks && actor.kind === 'person') await requireOwnName(tx, actor, input.consumer);
  const answererId = input.answererId ?? (actor.kind === 'person' ? actor.id : undefined);
  if (!answererId)
    throw new Refusal('BAD_INPUT', 'Say which account answers for it.', { field: 'answererId' });
  await requireAnswerer(tx, actor, answererId, speaks);
  const id = uuidv7();
  const made = await tx.query(
    `INSERT INTO consumer (id, key, name, purpose, contacts, volume_per_day, service_levels, when_blocked, answerer_id, registered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (key) WHERE retired_at IS NULL DO NOTHING`,
    [
      id,
      input.consumer,
      input.name,
      input.purpose,
      [...new Set(input.contacts)],
      input.volumePerDay,
      input.serviceLevels,
      input.whenBlocked,
      answererId,
      tx.at,
    ],
  );
  if (!made.rowCount)
    throw new Refusal('CONFLICT', 'A consumer of this name is registered already.', { field: 'consumer' });
  return {
    event: 'consumer.registered',
    subject: { kind: 'consumer', id },
    data: { answerer: answererId, contacts: input.contacts.length, volumePerDay: input.volumePerDay },
    records: { consumer: input.consumer, ...consumerRecords(input) },
  };
}

/**
 * Registers who predicts, or will predict, under a name. An account answers for it: it is told, and may change what is
 * known of it. @throws Refusal FORBIDDEN, NOT_FOUND for the account, CONFLICT where the name is taken
 */
export async function registerConsumer(ctx: Context, input: RegisterConsumer): Promise<ConsumerRegistered> {
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const event = await registerIn(tx, ctx, input);
      return { result: event.subject.id, events: [event] };
    },
    { attempt: { command: 'register-consumer', subject: { kind: 'installation', id: 'consumers' } } },
  );
  return { consumerId: result, receipt };
}
