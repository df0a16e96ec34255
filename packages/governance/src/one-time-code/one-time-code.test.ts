import { decodeBase32IgnorePadding } from '@oslojs/encoding';
import { generateHOTP } from '@oslojs/otp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { openSession } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { hashPassword } from '../person/password.ts';
import { checkPassword } from '../person/sign-in.ts';
import { turnOffOneTimeCode } from './turn-off-one-time-code.ts';
import { confirmOneTimeCode, readOneTimeCode, startOneTimeCode } from './turn-on-one-time-code.ts';

let house: TestHouse;
let person: Context;
let administrator: Context;
let secret: Uint8Array;
let recoveryCodes: readonly string[];
const password = 'a long enough password';

// It stands still: a step that ended between two lines would make another code of what was used.
const at = new Date();
const clock = () => at;
const stepNow = () => Math.floor(at.getTime() / 30_000);
const codeAt = (step: number) => generateHOTP(secret, BigInt(step), 6);
const signIn = (code?: string) =>
  checkPassword(house, { email: 'careful@example.com', password, ...(code === undefined ? {} : { code }) });

beforeAll(async () => {
  house = { ...(await openHouse()), clock };
  person = await openSession({ ...(await house.person('Careful', 'reviewer')), clock });
  administrator = await openSession({ ...(await house.person('Admin', 'administrator')), clock });
  await house.pool.query('UPDATE person SET password_hash = $2 WHERE id = $1', [
    person.actor.id,
    await hashPassword(password),
  ]);
});
afterAll(() => house.close());

describe('codes of an authenticator app', () => {
  it('are turned on by whoever gives their password, and then a code', async () => {
    expect(await codeOf(startOneTimeCode(person, {}))).toBe('SIGN_IN_AGAIN');
    expect(await codeOf(startOneTimeCode(person, { password: 'wrong' }))).toBe('WRONG_CREDENTIALS');
    const started = await startOneTimeCode(person, { password });
    expect(started.uri).toContain('otpauth://totp/Countersign');
    secret = decodeBase32IgnorePadding(started.secret);
    expect(await signIn()).toMatchObject({ name: 'Careful' });
    expect(await codeOf(confirmOneTimeCode(person, { code: '12345x' }))).toBe('WRONG_CREDENTIALS');
    recoveryCodes = (await confirmOneTimeCode(person, { code: codeAt(stepNow() - 1) })).recoveryCodes;
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await readOneTimeCode(person)).toMatchObject({ recoveryCodesLeft: 10 });
  });

  it('are asked for from then on, each counts once, and a slow clock is forgiven by one step', async () => {
    expect(await codeOf(signIn())).toBe('SECOND_FACTOR_NEEDED');
    expect(await codeOf(signIn(codeAt(stepNow() - 1)))).toBe('WRONG_CREDENTIALS');
    const code = codeAt(stepNow());
    const both = await Promise.all([codeOf(signIn(code)), codeOf(signIn(code))]);
    expect(both.sort()).toEqual(['WRONG_CREDENTIALS', 'allowed']);
    expect(await codeOf(signIn(codeAt(stepNow() + 5)))).toBe('WRONG_CREDENTIALS');
    expect(await codeOf(signIn(codeAt(stepNow() + 1)))).toBe('allowed');
  });

  it('are replaced by a recovery code, once each', async () => {
    const [first] = recoveryCodes as [string];
    expect(await codeOf(signIn(first.toUpperCase()))).toBe('allowed');
    expect(await codeOf(signIn(first))).toBe('WRONG_CREDENTIALS');
    expect(await readOneTimeCode(person)).toMatchObject({ recoveryCodesLeft: 9 });
  });

  it('cannot be guessed: ten wrong ones lock the account, and asking without one sets nothing back', async () => {
    await signIn(recoveryCodes[1]);
    for (let guess = 0; guess < 10; guess++) {
      expect(await codeOf(signIn())).toBe('SECOND_FACTOR_NEEDED');
      expect(await codeOf(signIn('000000'))).toBe('WRONG_CREDENTIALS');
    }
    expect(await codeOf(signIn(recoveryCodes[2]))).toBe('LOCKED_OUT');
  });

  it('are turned off by an administrator where the app is lost, and that is an entry', async () => {
    expect(await codeOf(turnOffOneTimeCode(person, { personId: administrator.actor.id }))).toBe('FORBIDDEN');
    await turnOffOneTimeCode(administrator, { personId: person.actor.id });
    expect(await readOneTimeCode(person)).toEqual({ onSince: null, recoveryCodesLeft: 0 });
    const entries = await house.pool.query(
      "SELECT event FROM ledger_entry WHERE event LIKE 'person.one-time%' ORDER BY id",
    );
    expect(entries.rows.map(({ event }) => event)).toEqual([
      'person.one-time-code-turned-on',
      'person.one-time-code-turned-off',
    ]);
  });
});
