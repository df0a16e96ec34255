import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, prepared, type Scene } from '../../test/signing-scene.ts';
import { isSignatureValid } from '../keys/signing-key.ts';
import { grantRole } from '../role/grant-role.ts';
import { revokeRole } from '../role/revoke-role.ts';
import { mintGrant } from '../signature/sign-grant.ts';
import { amendVersion } from '../version/amend-version.ts';
import { reEndorse } from './re-endorse.ts';
import { readSigningSubject } from './read-signing-subject.ts';
import { signOff } from './sign-off.ts';
import { withdrawSignOff } from './withdraw-sign-off.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('low');
});
afterAll(() => scene.house.close());

const inNewScene = async (label: string): Promise<Scene> => scene.another(label);
const events = async (versionId: string) =>
  (
    await scene.house.pool.query<{ event: string; step: number }>(
      'SELECT event, step FROM ledger_entry WHERE version_id = $1 ORDER BY id',
      [versionId],
    )
  ).rows;

describe('a sign-off', () => {
  it('that satisfies the review gate moves the stage in its own transaction, every event with its step', async () => {
    const reviewer = await scene.signer('Plain reviewer', 'reviewer');
    const signed = await decide(reviewer, await scene.request('review'));
    expect(signed).toMatchObject({ satisfied: true, stage: 'reviewed', stageMoved: true });
    expect(signed.receipt.number).not.toBeNull();
    const steps = await events(scene.versionId);
    expect(steps.map(({ step }) => step)).toEqual(steps.map((_, position) => position + 1));
    expect(steps.slice(-2).map(({ event }) => event)).toEqual(['version.signed-off', 'version.stage-moved']);
  });

  it('of an author is refused, and the refusal is recorded', async () => {
    const own = await inNewScene('self-approval');
    const { actor } = own.developer;
    if (actor.kind !== 'person') throw new Error('a developer is a person');
    const administrator = await own.signer('Administrator self', 'administrator');
    await grantRole(administrator, { personId: actor.id, role: 'reviewer' });
    const { openSession } = await import('../../test/signing-scene.ts');
    const session = await openSession(own.developer);
    const requestId = await own.request('review');
    expect(await codeOf(prepared(session, requestId, 'endorse').then((sign) => signOff(session, sign)))).toBe(
      'AUTHOR',
    );
    expect((await events(own.versionId)).at(-1)).toEqual({ event: 'command.refused', step: null });
    await revokeRole(administrator, { personId: actor.id, role: 'reviewer' });
  });

  it('carries a signature over exactly its record, which nobody can change afterwards', async () => {
    const other = await inNewScene('signature');
    const reviewer = await other.signer('Signing reviewer', 'reviewer');
    const { signOffId } = await decide(reviewer, await other.request('review'));
    const stored = await other.house.pool.query<{ record: string; signature: Buffer; public_key: Buffer }>(
      'SELECT s.record, s.signature, k.public_key FROM sign_off s JOIN signing_key k ON k.id = s.key_id WHERE s.id = $1',
      [signOffId],
    );
    const { record, signature, public_key } = stored.rows[0]!;
    expect(isSignatureValid(record, signature, public_key)).toBe(true);
    expect(isSignatureValid(record.replace('endorse', 'reject'), signature, public_key)).toBe(false);
    await expect(
      other.house.pool.query("UPDATE sign_off SET comment = 'better' WHERE id = $1", [signOffId]),
    ).rejects.toThrow(/signed record/);
    await expect(other.house.pool.query('DELETE FROM sign_off WHERE id = $1', [signOffId])).rejects.toThrow(
      /permission denied|append-only/,
    );
  });

  it('needs a grant of its own: once, for this decision, over these digests, by a session', async () => {
    const other = await inNewScene('grants');
    const reviewer = await other.signer('Granted reviewer', 'reviewer');
    const requestId = await other.request('review');
    const sign = await prepared(reviewer, requestId, 'request-changes');
    expect(await codeOf(signOff(reviewer, { ...sign, decision: 'endorse' }))).toBe('GRANT_INVALID');
    expect(await codeOf(signOff(reviewer, { ...sign, substance: '0'.repeat(64) }))).toBe('STALE');
    expect(
      await codeOf(
        signOff({ ...reviewer, actor: { ...reviewer.actor, via: 'token' } as typeof reviewer.actor }, sign),
      ),
    ).toBe('TOKEN_CANNOT_SIGN');
    const late = { ...reviewer, clock: () => new Date(Date.now() + 61_000) };
    expect(await codeOf(signOff(late, sign))).toBe('GRANT_INVALID');
    expect(await codeOf(signOff(reviewer, sign))).toBe('allowed');
    expect(await codeOf(signOff(reviewer, { ...sign, decision: 'request-changes' }))).toMatch(
      /ALREADY_SIGNED|GRANT_INVALID/,
    );
  });

  it('says why, and answers the whole checklist before it endorses', async () => {
    const other = await inNewScene('complete');
    const reviewer = await other.signer('Careful reviewer', 'reviewer');
    const requestId = await other.request('review');
    expect(
      await codeOf(
        prepared(reviewer, requestId, 'endorse', { checklist: [] }).then((sign) => signOff(reviewer, sign)),
      ),
    ).toBe('CHECKLIST_INCOMPLETE');
    expect(
      await codeOf(
        prepared(reviewer, requestId, 'reject', { comment: ' ' }).then((sign) => signOff(reviewer, sign)),
      ),
    ).toBe('COMMENT_MISSING');
  });
});

describe('requests for changes, rejections, withdrawals', () => {
  it('a request for changes holds the gate until it is withdrawn', async () => {
    const other = await inNewScene('held');
    const [holding, endorsing] = [
      await other.signer('Holding reviewer', 'reviewer'),
      await other.signer('Endorsing reviewer', 'reviewer'),
    ];
    const requestId = await other.request('review');
    const held = await decide(holding, requestId, 'request-changes');
    expect(await decide(endorsing, requestId)).toMatchObject({ satisfied: false, stage: 'registered' });
    await withdrawSignOff(holding, { signOffId: held.signOffId, comment: 'answered' });
    expect(await other.stage()).toBe('reviewed');
  });

  it('a request for changes holds no longer than its author has the role', async () => {
    const other = await inNewScene('hold-ended');
    const administrator = await other.signer('Administrator of holds', 'administrator');
    const [holding, endorsing] = [
      await other.signer('Leaving reviewer', 'reviewer'),
      await other.signer('Staying reviewer', 'reviewer'),
    ];
    const requestId = await other.request('review');
    await decide(holding, requestId, 'request-changes');
    await decide(endorsing, requestId);
    expect(await other.stage()).toBe('registered');
    await revokeRole(administrator, { personId: holding.actor.id, role: 'reviewer' });
    expect(await other.stage()).toBe('reviewed');
  });

  it('a rejection closes the gate for this substance', async () => {
    const other = await inNewScene('rejected');
    const reviewer = await other.signer('Rejecting reviewer', 'reviewer');
    const rejected = await decide(reviewer, await other.request('review'), 'reject');
    expect(rejected.satisfied).toBe(false);
    expect(await codeOf(other.request('review'))).toBe('GATE_REJECTED');
    expect(
      await codeOf(withdrawSignOff(reviewer, { signOffId: rejected.signOffId, comment: 'no' })),
    ).not.toBe('allowed');
  });
});

describe('an amendment', () => {
  it('of the substance voids earlier sign-offs for ever', async () => {
    const other = await inNewScene('amended-substance');
    const reviewer = await other.signer('Voided reviewer', 'reviewer');
    await decide(reviewer, await other.request('review'));
    const amended = await amendVersion(other.developer, {
      ...other.address,
      expectedRevision: 1,
      metrics: [{ name: 'mae', value: 0.7, split: 'validation' }],
    });
    expect(amended).toMatchObject({ revision: 2, stage: 'registered' });
    const state = await other.house.pool.query(
      'SELECT state, state_reason FROM sign_off WHERE version_id = $1',
      [other.versionId],
    );
    expect(state.rows).toEqual([{ state: 'void', state_reason: 'substance-amended' }]);
    await expect(
      other.house.pool.query("UPDATE sign_off SET state = 'current' WHERE version_id = $1", [
        other.versionId,
      ]),
    ).rejects.toThrow(/void stays void/);
    const again = await readSigningSubject(reviewer, { requestId: await other.request('review') });
    expect(again.since).toMatchObject({ revision: 1, substanceChanged: true, presentationChanged: false });
    expect(again.since?.rows.find(({ part }) => part === 'Claimed metrics')?.effect).toBe('void');
  });

  it('of prose alone asks for one action: the sign-off counts again, newly signed over the new prose', async () => {
    const other = await inNewScene('amended-prose');
    const reviewer = await other.signer('Re-endorsing reviewer', 'reviewer');
    const requestId = await other.request('review');
    const first = await decide(reviewer, requestId);
    await amendVersion(other.developer, {
      ...other.address,
      expectedRevision: 1,
      releaseNotes: '# Notes\n\nOne more known issue.\n',
    });
    expect(await other.stage()).toBe('registered');
    const subject = await readSigningSubject(reviewer, { requestId });
    expect(subject.mine).toMatchObject({ id: first.signOffId, state: 'owed' });
    if (reviewer.actor.kind !== 'person') throw new Error('a reviewer is a person');
    const { grant } = await mintGrant(reviewer, {
      personId: reviewer.actor.id,
      sessionId: reviewer.actor.sessionId!,
      requestId,
      decision: 'endorse',
      substance: subject.substance,
      presentation: subject.presentation,
      assurance: 'server-key/password',
    });
    expect(
      await reEndorse(reviewer, { signOffId: first.signOffId, presentation: subject.presentation, grant }),
    ).toMatchObject({ satisfied: true, stage: 'reviewed' });
  });

  it('over an older revision is refused and loses nothing', async () => {
    const other = await inNewScene('amended-stale');
    await amendVersion(other.developer, { ...other.address, expectedRevision: 1, description: 'clearer' });
    expect(
      await codeOf(
        amendVersion(other.developer, { ...other.address, expectedRevision: 1, description: 'other' }),
      ),
    ).toBe('STALE');
  });
});

describe('a required check that fails', () => {
  it('puts reviewed back to registered and voids the endorsement', async () => {
    const other = await inNewScene('failing-check');
    await decide(await other.signer('Trusting reviewer', 'reviewer'), await other.request('review'));
    await other.evidence('golden-set-parity', 'fail');
    expect(await other.stage()).toBe('registered');
    expect(await codeOf(other.request('approval'))).toBe('STAGE_WRONG');
  });
});
