import type { Decision } from '@countersign/lifecycle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, openSession, prepared, type Scene } from '../../test/signing-scene.ts';
import { SoftwareAuthenticator } from '../../test/software-authenticator.ts';
import type { Context } from '../context.ts';
import { openEvidence } from '../evidence/open-evidence.ts';
import { addPasskey, startAddPasskey } from '../passkey/add-passkey.ts';
import { recoveryCodeId } from '../person/check-one-time-code.ts';
import { hashPassword } from '../person/password.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { prepareSign } from '../sign-off/prepare-sign.ts';
import { readSigningSubject } from '../sign-off/read-signing-subject.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { confirmGrant } from '../signature/passkey-grant.ts';
import { reauthenticate } from '../signature/sign-grant.ts';
import { proposeTier } from '../tier/propose-tier.ts';
import { signTier } from '../tier/sign-tier.ts';
import { amendVersion } from '../version/amend-version.ts';
import { beginSitting } from './begin-sitting.ts';
import { endSitting } from './end-sitting.ts';
import { openSittingItem } from './open-sitting-item.ts';
import { readSitting } from './read-sitting.ts';

const password = 'countersign-example';
const recovery = (index: number) => `recovery-${index}`;

let scene: Scene;
let reviewer: Context;
let count = 0;
beforeAll(async () => {
  scene = await openScene('low');
  reviewer = await personWithCode('Ruth');
});
afterAll(() => scene.house.close());

/** Somebody who signs with a password and a code; recovery codes stand for the app, each good for once. */
async function personWithCode(name: string): Promise<Context> {
  const ctx = await scene.signer(name, 'reviewer');
  const { pool, keyring, clock } = ctx;
  await pool.query('UPDATE person SET password_hash = $2 WHERE id = $1', [
    ctx.actor.id,
    await hashPassword(password),
  ]);
  const { sealed, keyName } = keyring.seal(Buffer.alloc(20, 7), `one-time-code/${ctx.actor.id}`);
  await pool.query(
    'INSERT INTO one_time_code (person_id, sealed, sealed_with, created_at, confirmed_at) VALUES ($1, $2, $3, $4, $4)',
    [ctx.actor.id, sealed, keyName, clock()],
  );
  return ctx;
}

const codeOfApp = async (ctx: Context): Promise<string> => {
  const code = recovery(count++).replaceAll('-', '');
  await ctx.pool.query('INSERT INTO recovery_code (id, person_id) VALUES ($1, $2)', [
    recoveryCodeId(ctx.actor.id, code),
    ctx.actor.id,
  ]);
  return code;
};

/** Requests of the low tier that wait for a reviewer. */
async function waiting(many: number): Promise<{ of: Scene; requestId: string }[]> {
  const made = [];
  for (let index = 0; index < many; index++) {
    const of = await scene.another(`sitting-${count++}`);
    made.push({ of, requestId: await of.request('review') });
  }
  return made;
}

async function read(ctx: Context, sittingId: string, requestId: string): Promise<void> {
  await openSittingItem(ctx, { sittingId, requestId });
  const { evidence } = await readSigningSubject(ctx, { requestId });
  for (const { id } of evidence) await openEvidence(ctx, { evidenceId: id });
}

async function sign(
  ctx: Context,
  sittingId: string | undefined,
  requestId: string,
  code?: string,
  decision: Decision = 'endorse',
) {
  const { grant: _unused, ...input } = await prepared(ctx, requestId, decision);
  const { substance, presentation } = input;
  const given = { requestId, decision, substance, presentation, password, sittingId };
  const { grant } = await reauthenticate(ctx, { ...given, ...(code ? { code } : {}) });
  return signOff(ctx, { ...input, grant });
}

const assurancesOf = async (of: Scene) =>
  (await listSignOffs(reviewer, of.address)).map(({ assurance, signatureValid }) => [
    assurance,
    signatureValid,
  ]);
const because = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'allowed',
    (error: { code: string; detail?: { because?: string } }) => error.detail?.because ?? error.code,
  );
const after = (ctx: Context, ms: number): Context => ({ ...ctx, clock: () => new Date(Date.now() + ms) });
const idsOf = (items: { requestId: string }[]) => items.map(({ requestId }) => requestId);

describe('one sitting', () => {
  it('takes everything for the first signature and the password alone for the rest, and each says so', async () => {
    const items = await waiting(3);
    const { sittingId } = await beginSitting(reviewer, { requestIds: idsOf(items) });
    for (const { requestId } of items) await read(reviewer, sittingId, requestId);
    // Nothing was signed yet: the password alone is not enough.
    expect(await codeOf(sign(reviewer, sittingId, items[0]!.requestId))).toBe('SECOND_FACTOR_NEEDED');
    await sign(reviewer, sittingId, items[0]!.requestId, await codeOfApp(reviewer));
    await sign(reviewer, sittingId, items[1]!.requestId);
    await sign(reviewer, sittingId, items[2]!.requestId);
    expect(await assurancesOf(items[0]!.of)).toEqual([['server-key/password+code', true]]);
    expect(await assurancesOf(items[1]!.of)).toEqual([['server-key/password/in-sitting', true]]);
    expect(await assurancesOf(items[2]!.of)).toEqual([['server-key/password/in-sitting', true]]);
    expect((await readSitting(reviewer, { sittingId })).items.map(({ state }) => state)).toEqual([
      'signed',
      'signed',
      'signed',
    ]);
    const entries = await scene.house.pool.query(
      `SELECT FROM ledger_entry WHERE event = 'version.signed-off' AND body::json->'data'->>'sitting' = $1`,
      [sittingId],
    );
    expect(entries.rowCount).toBe(3);
  });

  it('signs nothing unseen: what was never opened, what changed since, and evidence that was not read', async () => {
    const [first, second, third] = await waiting(3);
    const requestIds = idsOf([first!, second!, third!]);
    const { sittingId } = await beginSitting(reviewer, { requestIds });
    await read(reviewer, sittingId, first!.requestId);
    await sign(reviewer, sittingId, first!.requestId, await codeOfApp(reviewer));
    expect(await because(sign(reviewer, sittingId, second!.requestId))).toBe('unread');
    // Opened, but its evidence was not.
    await openSittingItem(reviewer, { sittingId, requestId: second!.requestId });
    expect(await because(sign(reviewer, sittingId, second!.requestId))).toBe('unread');
    await read(reviewer, sittingId, second!.requestId);
    // Prose alone: the request stays open, and what was read is not what stands there.
    await amendVersion(scene.developer, {
      ...second!.of.address,
      expectedRevision: 1,
      releaseNotes: '# Notes\n\nOther ones.\n',
    });
    expect(await because(sign(reviewer, sittingId, second!.requestId))).toBe('unread');
    await openSittingItem(reviewer, { sittingId, requestId: second!.requestId });
    expect(await sign(reviewer, sittingId, second!.requestId)).toMatchObject({ satisfied: true });
    // To ask for changes nobody has to read every piece of evidence.
    await openSittingItem(reviewer, { sittingId, requestId: third!.requestId });
    await sign(reviewer, sittingId, third!.requestId, undefined, 'request-changes');
  });

  it('belongs to one session and person, and is over after a quarter of an hour, on signing out, and when ended', async () => {
    const items = await waiting(2);
    const requestIds = idsOf(items);
    const own = await openSession(reviewer);
    const begun = async () => {
      const { sittingId } = await beginSitting(own, { requestIds });
      for (const id of requestIds) await read(own, sittingId, id);
      await own.pool.query('UPDATE sitting SET full_at = last_at WHERE id = $1', [sittingId]);
      return sittingId;
    };
    const sittingId = await begun();
    const last = items[1]!.requestId;
    const other = await openSession(reviewer);
    expect(await because(sign(other, sittingId, last))).toBe('over');
    const somebody = await personWithCode('Somebody else');
    expect(await because(sign(somebody, sittingId, last))).toBe('over');
    expect(await codeOf(readSitting(somebody, { sittingId }))).toBe('NOT_FOUND');
    expect(await because(sign(after(own, 15 * 60_000 + 5_000), sittingId, last))).toBe('over');
    expect((await readSitting(after(own, 15 * 60_000 + 5_000), { sittingId })).isOver).toBe(true);
    // Beginning another one ends it; ending ends it; signing out ends it.
    const second = await begun();
    expect(await because(sign(own, sittingId, last))).toBe('over');
    await endSitting(own, { sittingId: second });
    expect(await because(sign(own, second, last))).toBe('over');
    const third = await begun();
    if (own.actor.kind !== 'person') throw new Error('a person');
    await own.pool.query('DELETE FROM session WHERE id = $1', [own.actor.sessionId]);
    expect(await because(sign(own, third, last))).toBe('over');
  });

  it('holds requests of the low tier alone, whatever the tier becomes meanwhile, and no other act', async () => {
    const items = await waiting(2);
    const requestIds = idsOf(items);
    const { sittingId } = await beginSitting(reviewer, { requestIds });
    for (const id of requestIds) await read(reviewer, sittingId, id);
    await sign(reviewer, sittingId, requestIds[0]!, await codeOfApp(reviewer));
    // One outside of the sitting is not signed by its factor.
    const [outside] = await waiting(1);
    expect(await because(sign(reviewer, sittingId, outside!.requestId))).toBe('not-in-it');
    const { proposalId, tier } = await proposeTier(scene.owner, {
      model: scene.model,
      answers: { exposure: 'outside', purpose: 'decisions', autonomy: 'alone', affected: 'fundamentally' },
      reason: 'It decides about people now.',
    });
    expect(tier).toBe('high');
    const stored = await scene.house.pool.query<{ digest: string }>(
      'SELECT digest FROM tier_proposal WHERE id = $1',
      [proposalId],
    );
    const { digest } = stored.rows[0]!;
    const act = {
      requestId: proposalId,
      decision: 'endorse',
      substance: digest,
      presentation: digest,
    } as const;
    const { grant } = await reauthenticate(reviewer, { ...act, password, sittingId });
    const signing = { proposalId, decision: 'endorse', comment: '', digest } as const;
    expect(await because(signTier(reviewer, { ...signing, grant }))).toBe('not-in-it');
    const full = await reauthenticate(reviewer, { ...act, password, code: await codeOfApp(reviewer) });
    await signTier(reviewer, { ...signing, grant: full.grant });
    expect(await because(sign(reviewer, sittingId, requestIds[1]!))).toBe('tier');
    expect(await because(beginSitting(reviewer, { requestIds }))).toBe('tier');
    await scene.house.pool.query("UPDATE model SET tier = 'low', policy_key = 'built-in-low'");
  });

  it('takes a passkey over each record, and only what this person could sign', async () => {
    const items = await waiting(2);
    const requestIds = idsOf(items);
    const holder = await scene.signer('Passkey holder', 'reviewer');
    const device = new SoftwareAuthenticator();
    const { challengeId, options } = await startAddPasskey(holder, {});
    await addPasskey(holder, { challengeId, name: 'Key', response: device.register(options) });
    const { sittingId } = await beginSitting(holder, { requestIds });
    for (const requestId of requestIds) {
      await read(holder, sittingId, requestId);
      const { grant: _unused, ...input } = await prepared(holder, requestId, 'endorse');
      const asked = await prepareSign(holder, { ...input, sittingId });
      const { grant } = await confirmGrant(holder, {
        grant: asked.grant,
        response: device.answer(asked.options),
      });
      await signOff(holder, { ...input, grant });
    }
    expect(await assurancesOf(items[1]!.of)).toEqual([['passkey', true]]);
    const approver = await scene.signer('No reviewer', 'approver');
    const more = await waiting(2);
    expect(await codeOf(beginSitting(approver, { requestIds: idsOf(more) }))).toBe('ROLE_NOT_A_PLACE');
    const token = { ...reviewer, actor: { ...reviewer.actor, via: 'token' } as Context['actor'] };
    expect(await codeOf(beginSitting(token, { requestIds: idsOf(more) }))).toBe('TOKEN_CANNOT_SIGN');
  });
});
