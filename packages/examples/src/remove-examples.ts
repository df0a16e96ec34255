import { Refusal } from '@countersign/contracts';
import {
  type Context,
  closeAccount,
  deprecateVersion,
  type House,
  retireConsumer,
  retireModel,
  systemActor,
} from '@countersign/governance';
import type { Role } from '@countersign/lifecycle';
import { exampleConsumers } from './example-consumers.ts';
import { exampleModels } from './example-models.ts';

const comment = 'The examples were removed from this installation.';
const mayDeprecate: readonly Role[] = ['owner', 'developer', 'approver', 'operator', 'compliance'];

/** What was done, in sentences. */
export type Removed = readonly string[];

/**
 * Ends the examples by the use cases that end anything: versions are deprecated, models retired, accounts closed with their
 * roles, tokens, sessions and passwords. Entries stay. Begun again after an interruption it does the rest.
 * @throws Refusal LAST_ADMINISTRATOR where nobody else could let people in afterwards
 */
export async function removeExamples(house: House): Promise<Removed> {
  await requireAnAdministrator(house);
  const done: string[] = [];
  for (const { key } of exampleModels) done.push(...(await removeModel(house, key)));
  const system: Context = { ...house, actor: systemActor('remove-examples') };
  done.push(...(await removeConsumers(house)));
  const people = await house.db.person.findMany({
    where: { example: true, active: true },
    select: { id: true, email: true },
    orderBy: { createdAt: 'asc' },
  });
  for (const { id, email } of people) {
    await closeAccount(system, { personId: id });
    done.push(`The account ${email} is closed.`);
  }
  return done;
}

/** Example consumers that nobody of their own answers for by now. */
async function removeConsumers(house: House): Promise<string[]> {
  const found = await house.pool.query<{ key: string }>(
    `SELECT c.key FROM consumer c JOIN person p ON p.id = c.answerer_id
     WHERE c.key = ANY ($1) AND c.retired_at IS NULL AND p.example ORDER BY c.key`,
    [exampleConsumers.map(({ key }) => key)],
  );
  const ctx: Context = { ...house, actor: systemActor('remove-examples') };
  for (const { key } of found.rows) await retireConsumer(ctx, { consumer: key, comment });
  return found.rows.map(({ key }) => `The consumer ${key} is retired.`);
}

/** Somebody of their own, for good, who has a way to sign in. */
async function requireAnAdministrator({ pool, clock }: House): Promise<void> {
  const found = await pool.query(
    `SELECT FROM person p JOIN role_assignment r ON r.person_id = p.id
     WHERE NOT p.example AND p.active AND r.role = 'administrator' AND r.model_id IS NULL AND r.revoked_at IS NULL AND r.ends_at IS NULL
       AND (r.starts_at IS NULL OR r.starts_at <= $1)
       AND (p.password_hash IS NOT NULL OR EXISTS (SELECT FROM sign_on_identity i WHERE i.person_id = p.id)
         OR EXISTS (SELECT FROM passkey k WHERE k.person_id = p.id AND k.removed_at IS NULL))
     LIMIT 1`,
    [clock()],
  );
  if (found.rowCount) return;
  throw new Refusal(
    'LAST_ADMINISTRATOR',
    'Nobody but the example people administers this installation. Sign in as administrator@example.com, invite yourself under People, ' +
      'grant that account the role administrator, choose a password by its link, then remove the examples.',
  );
}

/** An example model, unless somebody of their own has registered in it: then it is theirs. */
async function removeModel(house: House, key: string): Promise<string[]> {
  const model = await house.db.model.findUnique({ where: { key }, select: { id: true, retiredAt: true } });
  if (!model || model.retiredAt) return [];
  const found = await house.pool.query<{ label: string; stage: string; own: boolean }>(
    `SELECT v.label, v.stage, NOT coalesce(p.example, true) AS own
     FROM version v LEFT JOIN person p ON p.id = v.registrant_id WHERE v.model_id = $1 ORDER BY v.number`,
    [model.id],
  );
  if (found.rows.some(({ own }) => own)) return [`The model ${key} stays: versions of your own are in it.`];
  const going = found.rows.filter(({ stage }) => stage !== 'deprecated');
  if (going.length > 0) {
    const ctx = await actingFor(house, model.id);
    for (const { label } of going)
      await deprecateVersion(ctx, { model: key, version: label, reason: 'retired', comment });
  }
  await retireModel({ ...house, actor: systemActor('remove-examples') }, { model: key, comment });
  return [`The model ${key} is retired, with ${found.rows.length} versions.`];
}

/** The story ends as it was told: by one of the example people whose role on the model allows it. */
async function actingFor(house: House, modelId: string): Promise<Context> {
  const found = await house.pool.query<{ id: string; name: string; email: string }>(
    `SELECT p.id, p.name, p.email FROM person p JOIN role_assignment r ON r.person_id = p.id
     WHERE p.example AND p.active AND r.revoked_at IS NULL AND r.ends_at IS NULL AND (r.model_id IS NULL OR r.model_id = $1)
       AND r.role = ANY ($2) ORDER BY array_position($2, r.role) LIMIT 1`,
    [modelId, mayDeprecate],
  );
  const person = found.rows[0];
  if (!person)
    throw new Refusal(
      'FORBIDDEN',
      'No example person is left who may deprecate: deprecate the example versions yourself first.',
    );
  return { ...house, actor: { kind: 'person', ...person, via: 'session', sessionId: null, scopes: [] } };
}
