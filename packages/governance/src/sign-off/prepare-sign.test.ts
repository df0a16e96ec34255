import type { PrepareSign } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, prepared, type Scene } from '../../test/signing-scene.ts';
import { SoftwareAuthenticator } from '../../test/software-authenticator.ts';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { addPasskey, startAddPasskey } from '../passkey/add-passkey.ts';
import { listPasskeys } from '../passkey/list-passkeys.ts';
import { removePasskey } from '../passkey/remove-passkey.ts';
import { checkPasskey, startPasskeySignIn } from '../passkey/sign-in-with-passkey.ts';
import { confirmGrant } from '../signature/passkey-grant.ts';
import { listSignOffs } from './list-sign-offs.ts';
import { prepareSign } from './prepare-sign.ts';
import { signOff } from './sign-off.ts';

let scene: Scene;
let reviewer: Context;
let requestId: string;
const authenticator = new SoftwareAuthenticator();

/** People of the scene have no password; they have just signed in. */
async function add(ctx: Context, device: SoftwareAuthenticator, name = 'Laptop'): Promise<string> {
  const { challengeId, options } = await startAddPasskey(ctx, {});
  return (await addPasskey(ctx, { challengeId, name, response: device.register(options) })).id;
}
async function asked(ctx: Context): Promise<PrepareSign> {
  const { grant: _unused, ...input } = await prepared(ctx, requestId, 'endorse');
  return input;
}

beforeAll(async () => {
  scene = await openScene('high');
  reviewer = await scene.signer('Reviewer', 'reviewer');
  requestId = await scene.request('review');
  await add(reviewer, authenticator);
});
afterAll(() => scene.house.close());

describe('a passkey', () => {
  it('is added by somebody who has just signed in, and once', async () => {
    expect(await listPasskeys(reviewer)).toMatchObject([{ name: 'Laptop', lastUsedAt: null }]);
    expect(await codeOf(add(reviewer, authenticator))).toBe('CONFLICT');
    const stale = await scene.signer('Stale', 'reviewer');
    await scene.house.pool.query(
      "UPDATE session SET created_at = created_at - interval '11 minutes' WHERE person_id = $1",
      [stale.actor.id],
    );
    expect(await codeOf(add(stale, new SoftwareAuthenticator()))).toBe('SIGN_IN_AGAIN');
    const known = await scene.signer('Known', 'reviewer');
    await scene.house.pool.query("UPDATE person SET password_hash = 'x' WHERE id = $1", [known.actor.id]);
    expect(await codeOf(add(known, new SoftwareAuthenticator()))).toBe('SIGN_IN_AGAIN');
    // Where passwords are off, one that is left over neither opens this nor bars it.
    const access = { passwords: 'emergency', signOn: 'Bank ID' } as const;
    expect(await codeOf(add({ ...known, access }, new SoftwareAuthenticator()))).toBe('allowed');
  });

  it('signs its holder in, verified, for this host alone, and each challenge once', async () => {
    const sign = async (device: SoftwareAuthenticator, how = {}) => {
      const { challengeId, options } = await startPasskeySignIn(scene.house);
      return checkPasskey(scene.house, { challengeId, response: device.answer(options, how) });
    };
    expect(await sign(authenticator)).toMatchObject({ id: reviewer.actor.id, name: 'Reviewer' });
    expect(await codeOf(sign(authenticator, { verified: false }))).toBe('WRONG_CREDENTIALS');
    expect(await codeOf(sign(new SoftwareAuthenticator()))).toBe('WRONG_CREDENTIALS');
    const { challengeId, options } = await startPasskeySignIn(scene.house);
    const response = authenticator.answer(options);
    await checkPasskey(scene.house, { challengeId, response });
    expect(await codeOf(checkPasskey(scene.house, { challengeId, response }))).toBe('GRANT_INVALID');
    await scene.house.pool.query("UPDATE passkey_challenge SET expires_at = expires_at - interval '1 hour'");
    await startPasskeySignIn(scene.house);
    expect((await scene.house.pool.query('SELECT FROM passkey_challenge')).rowCount).toBe(1);
    const elsewhere = new SoftwareAuthenticator('https://countersign.example.net');
    expect(await codeOf(add(reviewer, elsewhere))).toBe('WRONG_CREDENTIALS');
  });
});

describe('signing with a passkey', () => {
  it('is over the digest of the very record that is then stored', async () => {
    const input = await asked(reviewer);
    const { grant, record, digest, options } = await prepareSign(reviewer, input);
    expect(Buffer.from(String(options.challenge), 'base64url').toString('hex')).toBe(sha256Hex(record));
    expect(JSON.parse(record)).toMatchObject({
      assurance: 'passkey',
      decision: 'endorse',
      request: requestId,
    });
    expect(await codeOf(signOff(reviewer, { ...input, grant }))).toBe('GRANT_INVALID');
    await confirmGrant(reviewer, { grant, response: authenticator.answer(options) });
    const { signOffId } = await signOff(reviewer, { ...input, grant });
    const stored = await scene.house.pool.query<{ record: string; record_digest: string; assurance: string }>(
      'SELECT record, record_digest, assurance FROM sign_off WHERE id = $1',
      [signOffId],
    );
    expect(stored.rows).toEqual([{ record, record_digest: digest, assurance: 'passkey' }]);
    expect(await listSignOffs(reviewer, scene.address)).toMatchObject([
      { id: signOffId, assurance: 'passkey', signatureValid: true },
    ]);
    const entry = await scene.house.pool.query(
      "SELECT e.body FROM ledger_entry e WHERE event = 'version.signed-off'",
    );
    expect(JSON.stringify(entry.rows[0])).toContain('authenticatorData');
  });

  it('leaves nothing behind where it is only prepared', async () => {
    const second = await scene.signer('Second', 'reviewer');
    await add(second, new SoftwareAuthenticator());
    const before = await scene.house.pool.query('SELECT count(*) FROM ledger_entry');
    await prepareSign(second, await asked(second));
    const after = await scene.house.pool.query('SELECT count(*) FROM ledger_entry');
    expect(after.rows).toEqual(before.rows);
  });

  it('refuses another text than the passkey signed, another passkey, and an answer to another question', async () => {
    const signer = await scene.signer('Careful', 'reviewer');
    const own = new SoftwareAuthenticator();
    await add(signer, own);
    const input = await asked(signer);
    const first = await prepareSign(signer, input);
    const second = await prepareSign(signer, input);
    const crossed = { grant: second.grant, response: own.answer(first.options) };
    expect(await codeOf(confirmGrant(signer, crossed))).toBe('WRONG_CREDENTIALS');
    const foreign = { grant: second.grant, response: authenticator.answer(second.options) };
    expect(await codeOf(confirmGrant(signer, foreign))).toBe('WRONG_CREDENTIALS');
    await confirmGrant(signer, { grant: second.grant, response: own.answer(second.options) });
    const changed = { ...input, comment: 'Something else.', grant: second.grant };
    expect(await codeOf(signOff(signer, changed))).toBe('STALE');
    const other = { ...input, decision: 'reject' as const, grant: second.grant };
    expect(await codeOf(signOff(signer, other))).toBe('GRANT_INVALID');
    expect((await signOff(signer, { ...input, grant: second.grant })).satisfied).toBe(true);
  });

  it('ends with the passkey, and says so where there is none', async () => {
    const [passkey] = await listPasskeys(reviewer);
    const second = await scene.signer('No key', 'reviewer');
    expect(await codeOf(removePasskey(second, { id: passkey!.id }))).toBe('FORBIDDEN');
    await removePasskey(reviewer, { id: passkey!.id });
    const { challengeId, options } = await startPasskeySignIn(scene.house);
    const answer = { challengeId, response: authenticator.answer(options) };
    expect(await codeOf(checkPasskey(scene.house, answer))).toBe('WRONG_CREDENTIALS');
    // What was signed with it stays verifiable.
    expect(await listSignOffs(reviewer, scene.address)).toMatchObject([
      {},
      { assurance: 'passkey', signatureValid: true },
    ]);
  });
});
