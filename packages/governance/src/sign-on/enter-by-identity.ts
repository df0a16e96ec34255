import { Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { heldAt } from '../authority/held-at.ts';
import { change, type Job, type Tx } from '../change.ts';
import { type Context, type House, systemActor } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { endHolds } from '../lifecycle/end-holds.ts';
import { insertPerson } from '../person/insert-person.ts';
import type { KnownPerson } from '../person/sign-in.ts';
import { endUncovered } from '../role/end-uncovered.ts';
import { insertRole } from '../role/insert-role.ts';
import { keepAnAdministrator } from '../role/keep-an-administrator.ts';

/** What the identity provider says of somebody whose token was verified. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /** Lower case; null where the provider named none that it verified. */
  readonly email: string | null;
  /** Roles of their groups, or null where no group means a role here: then roles are granted in the portal. */
  readonly roles: readonly Role[] | null;
}

interface Entered {
  readonly id: string;
  readonly events: LedgerEventInput[];
  readonly jobs: Job[];
}

/** Ends a change in which nothing changed. */
class Unchanged extends Error {
  constructor(readonly person: KnownPerson) {
    super('nothing changed');
  }
}

/**
 * Who comes from the identity provider: known by issuer and subject, else by a verified address, which links the two for
 * good; whoever is unknown gets an account where their groups mean a role. Roles that groups gave follow the groups.
 * @throws Refusal FORBIDDEN for a closed account, and for somebody who has neither an account nor a role
 */
export async function enterByIdentity(house: House, identity: Identity): Promise<KnownPerson> {
  const ctx: Context = { ...house, actor: systemActor('sign-on') };
  const lost: Role[] = [];
  try {
    const { result } = await change(ctx, async (tx) => {
      const entered = await recognise(tx, ctx, identity);
      const roles = await followGroups(tx, ctx, entered.id, identity.roles, lost);
      const found = await tx.query<KnownPerson>(
        'SELECT id, name, email FROM person WHERE id = $1 AND active',
        [entered.id],
      );
      const person = found.rows[0];
      if (!person) throw new Refusal('FORBIDDEN', 'Your account here is closed.');
      const [first, ...others] = [...entered.events, ...roles];
      if (!first) throw new Unchanged(person);
      return { result: person, events: [first, ...others], jobs: entered.jobs };
    });
    for (const role of lost) await endHolds(ctx, { personId: result.id, role });
    return result;
  } catch (error) {
    if (error instanceof Unchanged) return error.person;
    throw error;
  }
}

async function recognise(tx: Tx, ctx: Context, identity: Identity): Promise<Entered> {
  const { issuer, subject, email } = identity;
  // One at a time for each subject: two tabs that come back together must not make two people.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`sign-on/${issuer}/${subject}`]);
  const known = await tx.query<{ person_id: string }>(
    'SELECT person_id FROM sign_on_identity WHERE issuer = $1 AND subject = $2',
    [issuer, subject],
  );
  if (known.rows[0]) return { id: known.rows[0].person_id, events: [], jobs: [] };
  const owner =
    email === null
      ? undefined
      : (
          await tx.query<{ person_id: string }>(
            `SELECT e.person_id FROM person_email e JOIN person p ON p.id = e.person_id
             WHERE e.email = $1 AND e.verified_at IS NOT NULL AND p.kind = 'person' AND NOT p.emergency`,
            [email],
          )
        ).rows[0]?.person_id;
  const entered = owner ? { id: owner, events: [], jobs: [] } : await invite(tx, ctx, identity);
  await tx.query(
    'INSERT INTO sign_on_identity (issuer, subject, person_id, created_at) VALUES ($1, $2, $3, $4)',
    [issuer, subject, entered.id, tx.at],
  );
  const linked: LedgerEventInput = {
    event: 'person.identity-linked',
    subject: { kind: 'person', id: entered.id },
    data: { issuer, subject },
  };
  return { ...entered, events: [...entered.events, linked] };
}

async function invite(tx: Tx, ctx: Context, { name, email, roles }: Identity): Promise<Entered> {
  if (email === null || !roles || roles.length === 0) {
    throw new Refusal(
      'FORBIDDEN',
      'You have no account here, and none of your groups means a role. Ask an administrator to invite your address.',
    );
  }
  const { id, event, jobs } = await insertPerson(tx, ctx, { name, email, passwordHash: null });
  return { id, events: [event], jobs };
}

/** Grants and takes away what the groups say; roles that an administrator granted are not touched. */
async function followGroups(
  tx: Tx,
  ctx: Context,
  personId: string,
  wanted: readonly Role[] | null,
  lost: Role[],
): Promise<LedgerEventInput[]> {
  if (wanted === null) return [];
  const held = await tx.query<{ role: Role; from_sign_on: boolean }>(
    `SELECT a.role, a.from_sign_on FROM role_assignment a
     WHERE a.person_id = $1 AND a.model_id IS NULL AND a.delegation_id IS NULL AND ${heldAt('a', '$2')}`,
    [personId, tx.at],
  );
  const events: LedgerEventInput[] = [];
  for (const role of wanted.filter((role) => !held.rows.some((row) => row.role === role))) {
    events.push(await insertRole(tx, { personId, role, modelId: null, by: null }));
    await tx.query(
      'UPDATE role_assignment SET from_sign_on = true WHERE person_id = $1 AND role = $2 AND model_id IS NULL AND delegation_id IS NULL AND revoked_at IS NULL',
      [personId, role],
    );
  }
  for (const { role } of held.rows.filter((row) => row.from_sign_on && !wanted.includes(row.role))) {
    if (role === 'administrator' && !(await mayLeave(tx, personId))) continue;
    await tx.query(
      `UPDATE role_assignment SET revoked_at = $3 WHERE person_id = $1 AND role = $2 AND model_id IS NULL AND delegation_id IS NULL AND from_sign_on AND revoked_at IS NULL`,
      [personId, role, tx.at],
    );
    const deputies = await endUncovered(tx, ctx, personId);
    lost.push(role);
    events.push({
      event: 'role.revoked',
      subject: { kind: 'person', id: personId },
      data: { role, model: null, delegation: null, deputies: deputies.map((one) => ({ ...one })) },
    });
  }
  return events;
}

/** The last administrator keeps the role, whatever the groups say. */
async function mayLeave(tx: Tx, personId: string): Promise<boolean> {
  try {
    await keepAnAdministrator(tx, personId);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'LAST_ADMINISTRATOR') return false;
    throw error;
  }
}
