import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { drainJobs } from '../worker.ts';
import { addAddress } from './add-address.ts';
import { invitePerson } from './invite-person.ts';
import { readPerson } from './read-person.ts';
import { removeAddress } from './remove-address.ts';
import { verifyAddress } from './verify-address.ts';

let scene: Scene;
let administrator: Context;
beforeAll(async () => {
  scene = await openScene('low');
  administrator = await scene.signer('Ada Administrator', 'administrator');
});
afterAll(() => scene.house.close());

const addressesOf = async (personId: string) =>
  (await readPerson(administrator, { personId })).addresses.map(({ email, verifiedAt }) => [
    email,
    verifiedAt !== null,
  ]);

it('an address that somebody names for themselves is a claim until an administrator verifies it', async () => {
  const person = await scene.signer('Claire Claims', 'viewer');
  const { id } = person.actor;
  await addAddress(person, { personId: id, email: 'Claire@Elsewhere.org' });
  expect(await addressesOf(id)).toEqual([
    ['claire.claims@example.com', true],
    ['claire@elsewhere.org', false],
  ]);
  expect(await codeOf(verifyAddress(person, { personId: id, email: 'claire@elsewhere.org' }))).toBe(
    'FORBIDDEN',
  );
  await verifyAddress(administrator, { personId: id, email: 'claire@elsewhere.org' });
  expect(await addressesOf(id)).toContainEqual(['claire@elsewhere.org', true]);
  await removeAddress(person, { personId: id, email: 'claire@elsewhere.org' });
  expect(await codeOf(removeAddress(person, { personId: id, email: 'claire.claims@example.com' }))).toBe(
    'CONFLICT',
  );
});

it('a claim keeps nobody from their own address, and nobody verifies one of theirs', async () => {
  const person = await scene.signer('Zed Squatter', 'viewer');
  await addAddress(person, { personId: person.actor.id, email: 'wanted@elsewhere.org' });
  const other = await scene.signer('Other Person', 'viewer');
  expect(await codeOf(addAddress(other, { personId: other.actor.id, email: 'wanted@elsewhere.org' }))).toBe(
    'CONFLICT',
  );
  await invitePerson(administrator, { name: 'Whose It Is', email: 'wanted@elsewhere.org' });
  expect(await addressesOf(person.actor.id)).toHaveLength(1);
  const own = { personId: administrator.actor.id, email: 'mine@elsewhere.org' };
  await addAddress(administrator, own);
  expect(await codeOf(verifyAddress(administrator, own))).toBe('FORBIDDEN');
});

it('an author who is found by a later address has signed nothing that stands, and signs nothing more', async () => {
  const next = await scene.another('2.2.0', {
    'README.md': Buffer.from('Written by somebody at an address that nobody had.'),
  });
  const reviewer = await scene.signer('Rita Reviewer', 'reviewer');
  await next.house.pool.query(
    `INSERT INTO version_author (id, version_id, email, parts, basis, added_at) VALUES (gen_random_uuid(), $1, 'rita@home.org', '{code}', 'manifest', $2)`,
    [next.versionId, next.house.clock()],
  );
  const request = await next.request('review');
  expect((await decide(reviewer, request)).stage).toBe('reviewed');
  const ask = { personId: reviewer.actor.id, email: 'rita@home.org' };
  // Her own word matches nothing.
  await addAddress(reviewer, ask);
  await drainJobs(next.house);
  expect(await next.stage()).toBe('reviewed');
  await verifyAddress(administrator, ask);
  await drainJobs(next.house);
  expect(await next.stage()).toBe('registered');
  const voided = await next.house.pool.query<{ state: string; state_reason: string }>(
    'SELECT state, state_reason FROM sign_off WHERE version_id = $1',
    [next.versionId],
  );
  expect(voided.rows).toEqual([{ state: 'void', state_reason: 'author-found' }]);
  const entries = await next.house.pool.query(
    "SELECT FROM ledger_entry WHERE version_id = $1 AND event = 'version.author-found'",
    [next.versionId],
  );
  expect(entries.rowCount).toBe(1);
});
