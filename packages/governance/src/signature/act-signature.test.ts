import type { PasskeyGrant } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, openSession, type Scene, signLift } from '../../test/signing-scene.ts';
import { SoftwareAuthenticator } from '../../test/software-authenticator.ts';
import { prepareBatch } from '../as-found/prepare-batch.ts';
import { readBatch } from '../as-found/read-batch.ts';
import { prepareSignBatch, signBatch } from '../as-found/sign-batch.ts';
import type { Context } from '../context.ts';
import { makeDelegation } from '../delegation/make-delegation.ts';
import { addPasskey, startAddPasskey } from '../passkey/add-passkey.ts';
import { liftStanding, prepareLift } from '../recall/lift-standing.ts';
import { markVersion } from '../recall/mark-version.ts';
import { proposeTier } from '../tier/propose-tier.ts';
import { readTier } from '../tier/read-tier.ts';
import { prepareTier, signTier } from '../tier/sign-tier.ts';
import { readVersion } from '../version/read-version.ts';
import { confirmGrant } from './passkey-grant.ts';
import { mintGrant } from './sign-grant.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('low');
});
afterAll(() => scene.house.close());

/** Somebody without any password: what they sign they sign by their passkey, over each record. */
async function holder(name: string, role: Role) {
  const ctx = await scene.signer(name, role);
  const device = new SoftwareAuthenticator();
  const { challengeId, options } = await startAddPasskey(ctx, {});
  await addPasskey(ctx, { challengeId, name: 'Key', response: device.register(options) });
  const confirm = async ({ grant, options }: PasskeyGrant) =>
    (await confirmGrant(ctx, { grant, response: device.answer(options) })).grant;
  return { ctx, confirm };
}

const csv = (model: string) =>
  `model,name,purpose,tier,owner,version,environment,since\n${model},N,What it is for,low,owner@example.com,1.0,production,2024-05-01`;
const dayMs = 86_400_000;

describe('what is signed outside of the gates', () => {
  it('takes a passkey over the record of a tier, and nothing else than that record', async () => {
    const { ctx, confirm } = await holder('Tier reviewer', 'reviewer');
    const answers = {
      exposure: 'outside',
      purpose: 'decisions',
      autonomy: 'alone',
      affected: 'nobody',
    } as const;
    const { proposalId } = await proposeTier(scene.owner, {
      model: scene.model,
      answers,
      reason: 'As used.',
    });
    const { digest } = (await readTier(ctx, { model: scene.model })).open!;
    const signing = { proposalId, decision: 'endorse', comment: 'Read.', digest } as const;
    const grant = await confirm(await prepareTier(ctx, signing));
    expect(await codeOf(signTier(ctx, { ...signing, comment: 'Another one.', grant }))).toBe('STALE');
    await signTier(ctx, { ...signing, grant });
    expect((await readTier(ctx, { model: scene.model })).current?.signature).toMatchObject({
      assurance: 'passkey',
      signatureValid: true,
      deputyFor: null,
    });
    // An assertion that is not this record's vouches for nothing.
    const owner = new pg.Client({ connectionString: scene.house.database.ownerUrl });
    await owner.connect();
    await owner.query('ALTER TABLE signature DISABLE TRIGGER USER');
    await owner.query(
      "UPDATE signature SET assertion = jsonb_set(assertion, '{signature}', '\"AAAA\"') WHERE subject_id = $1",
      [proposalId],
    );
    await owner.query('ALTER TABLE signature ENABLE TRIGGER USER');
    await owner.end();
    expect((await readTier(ctx, { model: scene.model })).current?.signature).toMatchObject({
      signatureValid: false,
    });
  });

  it('takes a passkey and single sign-on for an inventory', async () => {
    const first = await holder('Passkey administrator', 'administrator');
    const second = await scene.signer('Single compliance', 'compliance');
    const { batchId, digest } = await prepareBatch(first.ctx, {
      csv: csv('found-one'),
      comment: 'As found.',
    });
    const signing = { batchId, comment: '', digest };
    const grant = await first.confirm(await prepareSignBatch(first.ctx, signing));
    await signBatch(first.ctx, { ...signing, grant });
    const stepped = await granted(second, batchId, digest, 'server-key/single-sign-on');
    expect(await signBatch(second, { ...signing, grant: stepped })).toMatchObject({ imported: true });
    const { batch } = await readBatch(second, { batchId });
    expect(batch.signatures.map(({ assurance, signatureValid }) => [assurance, signatureValid])).toEqual([
      ['passkey', true],
      ['server-key/single-sign-on', true],
    ]);
  });

  it('has two people behind an inventory’s two signatures, a deputy’s absent person among them', async () => {
    const both = await scene.signer('Administrator and compliance', 'administrator', 'compliance');
    const deputy = await scene.signer('Deputy of compliance', 'viewer');
    const from = new Date();
    await makeDelegation(both, {
      personId: both.actor.id,
      deputyId: deputy.actor.id,
      from: from.toISOString(),
      until: new Date(from.getTime() + dayMs).toISOString(),
      roles: [{ role: 'compliance' }],
    });
    const later = { ...deputy, clock: () => new Date(Date.now() + 1_000) };
    const { batchId, digest } = await prepareBatch(both, { csv: csv('found-two'), comment: 'As found.' });
    const sign = async (ctx: Context) =>
      signBatch(ctx, {
        batchId,
        comment: '',
        digest,
        grant: await granted(ctx, batchId, digest, 'server-key/password'),
      });
    await sign(both);
    expect(await codeOf(sign(later))).toBe('NOT_DISTINCT');
    const other = await scene.signer('Another administrator', 'administrator');
    const again = await prepareBatch(other, { csv: csv('found-three'), comment: 'As found.' });
    const grantOf = (ctx: Context) => granted(ctx, again.batchId, again.digest, 'server-key/password');
    const signing = { batchId: again.batchId, comment: '', digest: again.digest };
    await signBatch(later, { ...signing, grant: await grantOf(later) });
    expect((await readBatch(other, { batchId: again.batchId })).batch.signatures).toMatchObject([
      { role: 'compliance', deputyFor: { name: 'Administrator and compliance' }, signatureValid: true },
    ]);
    expect(await codeOf(signBatch(both, { ...signing, grant: await grantOf(both) }))).toBe('ALREADY_SIGNED');
    await signBatch(other, { ...signing, grant: await grantOf(other) });
  });

  it('takes authentication for the lift of a mark, of each of the two, and keeps both signatures', async () => {
    const { ctx, confirm } = await holder('Lifting operator', 'operator');
    const mark = { standing: 'blocked', severity: 'high', reason: 'wrong unit' } as const;
    const { recallId } = await markVersion(ctx, { ...scene.address, ...mark });
    const lift = { ...scene.address, comment: 'It was the caller.', recallId };
    expect(await codeOf(liftStanding(ctx, { ...lift, grant: 'none' }))).toBe('GRANT_INVALID');
    expect(await codeOf(signLift(scene.developer, scene.address, 'x', scene.versionId))).toBe('STALE');
    await signLift(await openSession(scene.developer), scene.address, 'The unit was right.');
    const grant = await confirm(await prepareLift(ctx, lift));
    expect((await readVersion(ctx, scene.address)).mark?.liftSignatures).toMatchObject([
      { assurance: 'server-key/password' },
    ]);
    expect(await liftStanding(ctx, { ...lift, grant })).toMatchObject({ lifted: true });
    const kept = await scene.house.pool.query<{ assurance: string }>(
      "SELECT assurance FROM signature WHERE act = 'lift' AND subject_id = $1 ORDER BY signed_at",
      [recallId],
    );
    expect(kept.rows.map(({ assurance }) => assurance)).toEqual(['server-key/password', 'passkey']);
  });
});

async function granted(ctx: Context, subject: string, digest: string, assurance: string): Promise<string> {
  if (ctx.actor.kind !== 'person') throw new Error('only people sign');
  const { grant } = await mintGrant(ctx, {
    personId: ctx.actor.id,
    sessionId: ctx.actor.sessionId ?? 'none',
    requestId: subject,
    decision: 'endorse',
    substance: digest,
    presentation: digest,
    assurance,
  });
  return grant;
}
