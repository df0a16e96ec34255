import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, openSession, prepared, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployExpedited } from '../deployment/deploy-expedited.ts';
import { openExpedited } from '../request/open-expedited.ts';
import { grantRole } from '../role/grant-role.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { readVersion } from '../version/read-version.ts';
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

it('somebody who is invited later than the version that names them is its author, and signs nothing of it', async () => {
  const next = await scene.another(
    '2.3.0',
    { 'README.md': Buffer.from('Written by somebody who had no account yet.') },
    { authors: [{ email: 'Later@Example.com', part: 'code' }] },
  );
  const request = await next.request('review');
  const { personId } = await invitePerson(administrator, {
    name: 'Later Author',
    email: 'later@example.com',
  });
  await drainJobs(next.house);
  await grantRole(administrator, { personId, role: 'reviewer' });
  const later = await openSession({
    ...administrator,
    actor: { ...administrator.actor, id: personId, name: 'Later Author', email: 'later@example.com' },
  } as Context);
  expect(await codeOf(prepared(later, request, 'endorse').then((sign) => signOff(later, sign)))).toBe(
    'AUTHOR',
  );
  const { authors } = await readVersion(administrator, next.address);
  expect(authors.find(({ email }) => email === 'later@example.com')?.person?.id).toBe(personId);
});

it('an address verified while a version that names it is registered finds its author all the same', async () => {
  const person = await scene.signer('Racing Author', 'viewer');
  for (let round = 0; round < 8; round++) {
    const email = `racing-${round}@elsewhere.org`;
    const [raced] = await Promise.all([
      scene.another(`3.0.${round}`, {}, { authors: [{ email, part: 'code' }] }),
      addAddress(administrator, { personId: person.actor.id, email }),
    ]);
    const { authors } = await readVersion(administrator, raced.address);
    expect(authors.find((author) => author.email === email)?.person?.name).toBe('Racing Author');
  }
});

it('the one signature of the expedited road falls with its signer’s independence', async () => {
  const fix = await scene.another('2.4.0', {}, { authors: [{ email: 'fixer@home.org', part: 'code' }] });
  const operator = await scene.signer('Found operator', 'operator');
  const signer = await scene.signer('Found signer', 'reviewer');
  const there = { ...fix.address, environment: 'production', incident: 'INC-9' };
  const { requestId } = await openExpedited(operator, { ...there, comment: 'cannot wait' });
  const { signOffId } = await signOff(
    signer,
    await prepared(signer, requestId, 'endorse', { role: 'reviewer' }),
  );
  await addAddress(administrator, { personId: signer.actor.id, email: 'fixer@home.org' });
  await drainJobs(fix.house);
  expect(await listSignOffs(operator, fix.address)).toMatchObject([
    { id: signOffId, state: 'void', stateReason: 'author-found' },
  ]);
  expect((await readVersion(operator, fix.address)).expedited).toMatchObject({ state: 'ended' });
  expect(await codeOf(deployExpedited(operator, { ...there, signOffId }))).toBe('SIGNER_MISSING');
});
