import type { Role } from '@countersign/lifecycle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { grantRole } from '../role/grant-role.ts';
import { listRoles } from '../role/list-roles.ts';
import { acceptLink } from './accept-link.ts';
import { createApiToken, findApiToken } from './api-token.ts';
import { changePassword } from './change-password.ts';
import { closeAccount } from './close-account.ts';
import { invitePerson } from './invite-person.ts';
import { listPeople } from './list-people.ts';
import { offerReset } from './offer-reset.ts';
import { openLink } from './open-link.ts';
import { readPerson } from './read-person.ts';
import { reopenAccount } from './reopen-account.ts';
import { checkPassword } from './sign-in.ts';

let house: TestHouse;
let administrator: Context;
let aheadMs = 0;
beforeAll(async () => {
  const opened = await openHouse();
  house = { ...opened, clock: () => new Date(Date.now() + aheadMs) };
  administrator = { ...(await opened.person('Ada Administrator', 'administrator')), clock: house.clock };
});
afterAll(() => house.close());

const password = 'copper lantern on the seventh stair';
const secretIn = (url: string) => new URL(url).hash.slice(1);
let count = 0;

/** Somebody who was invited and chose the password. */
async function member(
  name: string,
  ...roles: Role[]
): Promise<{ id: string; email: string; context: Context }> {
  count += 1;
  const email = `member-${count}@example.org`;
  const invited = await invitePerson(administrator, { name, email });
  await acceptLink(house, { secret: secretIn(invited.url), password });
  for (const role of roles) await grantRole(administrator, { personId: invited.personId, role });
  const actor = {
    kind: 'person',
    id: invited.personId,
    name,
    email,
    via: 'session',
    sessionId: null,
    scopes: [],
  };
  return { id: invited.personId, email, context: { ...house, actor: actor as Context['actor'] } };
}

const eventsOf = async (personId: string): Promise<string[]> => {
  const found = await house.pool.query<{ event: string }>(
    'SELECT event FROM ledger_entry WHERE subject_id = $1 ORDER BY id',
    [personId],
  );
  return found.rows.map(({ event }) => event);
};

describe('an invitation', () => {
  it('lets the person choose a password that nobody else knows, once', async () => {
    const invited = await invitePerson(administrator, { name: 'Ina Invited', email: 'Ina@Example.org' });
    const secret = secretIn(invited.url);
    expect(invited.url).toMatch(/^http:\/\/localhost:4600\/choose-password#/);
    expect(await codeOf(checkPassword(house, { email: 'ina@example.org', password: '' }))).toBe(
      'WRONG_CREDENTIALS',
    );
    expect(await openLink(house, { secret })).toMatchObject({ kind: 'invitation', name: 'Ina Invited' });
    await acceptLink(house, { secret, password });
    expect(await checkPassword(house, { email: 'ina@example.org', password })).toMatchObject({
      id: invited.personId,
    });
    expect(await codeOf(acceptLink(house, { secret, password }))).toBe('LINK_INVALID');
    expect(await codeOf(openLink(house, { secret }))).toBe('LINK_INVALID');
    expect(await eventsOf(invited.personId)).toEqual([
      'person.added',
      'person.link-offered',
      'person.link-used',
    ]);
  });

  it('is used by one of two at the same moment', async () => {
    const invited = await invitePerson(administrator, { name: 'Race', email: 'race@example.org' });
    const secret = secretIn(invited.url);
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => acceptLink(house, { secret, password })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('keeps its secret out of the database and the ledger', async () => {
    const invited = await invitePerson(administrator, { name: 'Secret', email: 'secret@example.org' });
    const secret = secretIn(invited.url);
    const rows = await house.pool.query('SELECT l::text AS row FROM account_link l');
    const bodies = await house.pool.query('SELECT body AS row FROM ledger_entry');
    const records = await house.pool.query("SELECT encode(bytes, 'escape') AS row FROM ledger_record");
    for (const { row } of [...rows.rows, ...bodies.rows, ...records.rows]) expect(row).not.toContain(secret);
  });

  it('is over after 72 hours, and when another one was made', async () => {
    const first = await invitePerson(administrator, { name: 'Late', email: 'late@example.org' });
    const second = await offerReset(administrator, { personId: first.personId });
    expect(await codeOf(openLink(house, { secret: secretIn(first.url) }))).toBe('LINK_INVALID');
    expect(await openLink(house, { secret: secretIn(second.url) })).toMatchObject({ kind: 'invitation' });
    aheadMs += 72 * 3_600_000 + 1_000;
    expect(await codeOf(acceptLink(house, { secret: secretIn(second.url), password }))).toBe('LINK_INVALID');
  });

  it('refuses a weak password and stays good for a better one', async () => {
    const invited = await invitePerson(administrator, { name: 'Wanda Weak', email: 'wanda@example.org' });
    const secret = secretIn(invited.url);
    for (const weak of ['password1234', 'wanda.weak@example.org', 'short'])
      expect(await codeOf(acceptLink(house, { secret, password: weak }))).toBe('BAD_INPUT');
    await acceptLink(house, { secret, password });
  });

  it('is made by administrators signed in, for addresses that nobody has', async () => {
    const viewer = await member('Vera Viewer', 'viewer');
    const wanted = { name: 'N', email: 'new@example.org' };
    expect(await codeOf(invitePerson(viewer.context, wanted))).toBe('FORBIDDEN');
    const byToken = { ...administrator, actor: { ...administrator.actor, via: 'token' } } as Context;
    expect(await codeOf(invitePerson(byToken, wanted))).toBe('FORBIDDEN');
    expect(await codeOf(invitePerson(administrator, { name: 'N', email: viewer.email.toUpperCase() }))).toBe(
      'CONFLICT',
    );
  });
});

const openSessionOf = async (personId: string, id: string) => {
  const at = house.clock();
  await house.pool.query(
    'INSERT INTO session (id, person_id, expires_at, created_at) VALUES ($1, $2, $3, $4)',
    [id, personId, new Date(at.getTime() + 3_600_000), at],
  );
};
const sessionsOf = async (personId: string) =>
  (
    await house.pool.query<{ id: string }>('SELECT id FROM session WHERE person_id = $1', [personId])
  ).rows.map(({ id }) => id);

describe('a reset', () => {
  it('ends the sessions at once and the old password with its use', async () => {
    const person = await member('Rea Reset');
    await openSessionOf(person.id, 'a'.repeat(64));
    const link = await offerReset(administrator, { personId: person.id });
    expect(await sessionsOf(person.id)).toEqual([]);
    await checkPassword(house, { email: person.email, password });
    const chosen = 'another sentence about grey weather';
    await acceptLink(house, { secret: secretIn(link.url), password: chosen });
    expect(await codeOf(checkPassword(house, { email: person.email, password }))).toBe('WRONG_CREDENTIALS');
    await checkPassword(house, { email: person.email, password: chosen });
  });

  it('is nobody’s own', async () => {
    const { id } = administrator.actor;
    expect(await codeOf(offerReset(administrator, { personId: id }))).toBe('FORBIDDEN');
  });
});

describe('one’s own password', () => {
  it('takes the current one, ends every other session and an open link', async () => {
    const person = await member('Otto Own');
    const current = 'b'.repeat(64);
    await openSessionOf(person.id, current);
    await openSessionOf(person.id, 'c'.repeat(64));
    const context = { ...person.context, actor: { ...person.context.actor, sessionId: current } } as Context;
    const chosen = 'quiet harbour under a paper moon';
    expect(await codeOf(changePassword(context, { current: 'wrong', password: chosen }))).toBe(
      'WRONG_CREDENTIALS',
    );
    expect(await codeOf(changePassword(context, { current: password, password }))).toBe('BAD_INPUT');
    expect(await codeOf(changePassword(context, { current: password, password: 'Otto Own 2026' }))).toBe(
      'BAD_INPUT',
    );
    await changePassword(context, { current: password, password: chosen });
    expect(await sessionsOf(person.id)).toEqual([current]);
    await checkPassword(house, { email: person.email, password: chosen });
    const byToken = { ...context, actor: { ...context.actor, via: 'token' } } as Context;
    expect(await codeOf(changePassword(byToken, { current: chosen, password }))).toBe('FORBIDDEN');
  });
});

describe('closing an account', () => {
  it('ends roles, sessions, tokens, links and the password, and is an entry with each role', async () => {
    const person = await member('Cleo Closed', 'developer', 'reviewer');
    await openSessionOf(person.id, 'd'.repeat(64));
    const { secret } = await createApiToken(person.context, {
      personId: person.id,
      name: 't',
      scopes: ['read'],
    });
    expect(await findApiToken(house, secret)).not.toBeNull();
    await closeAccount(administrator, { personId: person.id });
    expect(await sessionsOf(person.id)).toEqual([]);
    expect(await findApiToken(house, secret)).toBeNull();
    expect(await codeOf(checkPassword(house, { email: person.email, password }))).toBe('WRONG_CREDENTIALS');
    expect(await codeOf(listPeople(person.context, {}))).toBe('FORBIDDEN');
    const roles = await listRoles(administrator, { personId: person.id });
    expect(roles.items.map(({ held }) => held)).toEqual([false, false]);
    expect((await eventsOf(person.id)).slice(-3)).toEqual([
      'person.deactivated',
      'role.revoked',
      'role.revoked',
    ]);
    expect(await codeOf(grantRole(administrator, { personId: person.id, role: 'viewer' }))).toBe('NOT_FOUND');
    expect(await codeOf(offerReset(administrator, { personId: person.id }))).toBe('CONFLICT');
    expect(await codeOf(closeAccount(administrator, { personId: person.id }))).toBe('NOT_FOUND');
  });

  it('can be undone, and brings nothing back by itself', async () => {
    const person = await member('Rob Reopened', 'approver');
    await closeAccount(administrator, { personId: person.id });
    const link = await reopenAccount(administrator, { personId: person.id });
    const page = await readPerson(administrator, { personId: person.id });
    expect(page.person).toMatchObject({ state: 'invited', roles: [] });
    expect(page.link).toMatchObject({ kind: 'invitation' });
    await acceptLink(house, { secret: secretIn(link.url), password });
    expect((await readPerson(administrator, { personId: person.id })).person.state).toBe('active');
  });

  it('is never one’s own, never the last administrator’s, and is refused with a record', async () => {
    const { id } = administrator.actor;
    expect(await codeOf(closeAccount(administrator, { personId: id }))).toBe('LAST_ADMINISTRATOR');
    const second = await member('Sue Second', 'administrator');
    expect(await codeOf(closeAccount(administrator, { personId: id }))).toBe('FORBIDDEN');
    await closeAccount(administrator, { personId: second.id });
    const refused = await house.pool.query(
      "SELECT FROM ledger_entry WHERE event = 'command.refused' AND subject_id = $1",
      [id],
    );
    expect(refused.rowCount).toBeGreaterThanOrEqual(2);
  });

  it('of two administrators who close each other at once leaves one', async () => {
    const second = await member('Ann Another', 'administrator');
    const tries = await Promise.allSettled([
      closeAccount(administrator, { personId: second.id }),
      closeAccount(second.context, { personId: administrator.actor.id }),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const left = tries[0]!.status === 'fulfilled' ? administrator : second.context;
    expect((await listPeople(left, { role: 'administrator' })).items).toHaveLength(1);
    administrator = left;
  });
});

it('people are listed by name, searched, filtered, and paged by key without a gap', async () => {
  for (let n = 0; n < 7; n += 1)
    await invitePerson(administrator, {
      name: `Paged ${'%_\\'[n % 3]} ${n}`,
      email: `paged-${n}@example.net`,
    });
  const found = await listPeople(administrator, { search: 'example.net paged', state: 'invited' });
  expect(found.items).toHaveLength(7);
  expect((await listPeople(administrator, { search: 'paged %' })).items).toHaveLength(3);
  const names: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await listPeople(administrator, { search: 'Paged', limit: 2, ...(after ? { after } : {}) });
    names.push(...page.items.map(({ name }) => name));
    if (page.next === null) break;
    after = page.next;
  }
  expect(names).toEqual(found.items.map(({ name }) => name));
  expect(
    (await listPeople(administrator, { role: 'administrator' })).items.every(({ roles }) => roles.length > 0),
  ).toBe(true);
});
