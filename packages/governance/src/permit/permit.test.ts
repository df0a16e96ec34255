import type { PermitIssued, SignedStatement } from '@countersign/contracts';
import { type PermitVerdict, parseKey, verifyPermit } from '@countersign/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene, signLift, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { stopVersion } from '../deployment/stop-version.ts';
import { verifyEd25519 } from '../keys/verify-ed25519.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
import { listLedgerKeys } from '../ledger/list-ledger-keys.ts';
import { reportObserved } from '../observed-deployment/report-observed.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { deprecateVersion } from '../version/deprecate-version.ts';
import { issuePermit } from './issue-permit.ts';
import { listRevocations } from './list-revocations.ts';
import { listPermitTerms, setPermitTerms } from './permit-terms.ts';

let scene: Scene;
let developer: Context;
let operator: Context;
let administrator: Context;
let artifact: string;

beforeAll(async () => {
  scene = await openScene('high');
  developer = scene.developer;
  operator = await scene.signer('Permit operator', 'operator');
  administrator = await scene.signer('Permit administrator', 'administrator');
  const { rows } = await scene.house.pool.query('SELECT artifact_digest FROM version WHERE id = $1', [
    scene.versionId,
  ]);
  artifact = rows[0].artifact_digest;
});
afterAll(() => scene.house.close());

const issue = (ctx = developer, over: { version?: string; environment?: string; artifact?: string } = {}) =>
  issuePermit(ctx, { ...scene.address, environment: 'production', ...over });
const hold = async (
  permit: SignedStatement,
  over: { revocations?: SignedStatement; at?: Date } = {},
): Promise<PermitVerdict> => {
  const [key] = await listLedgerKeys(scene.house);
  return verifyPermit(
    {
      permit: JSON.stringify(permit),
      revocations: over.revocations ? JSON.stringify(over.revocations) : null,
      keys: [parseKey(key!.verifier, ledgerSha256)],
      at: over.at ?? new Date(),
      environment: 'production',
      artifact,
      longestAge: 600,
    },
    verifyEd25519,
  );
};

const codeOfRefusal = (error: { code: string }): string => error.code;

describe('a permit', () => {
  let first: PermitIssued;

  it('is given for what may be deployed there now, and for nothing before', async () => {
    expect(await codeOf(issue())).toBe('STAGE_WRONG');
    const staged = await issue(developer, { environment: 'staging' });
    expect((await hold(staged.permit)).said.join()).toContain('for the environment staging');
    await walkToGoLive(scene);
    first = await issue();
    expect(await hold(first.permit)).toMatchObject({
      verdict: 'good',
      permit: { id: first.id, version: scene.version, artifact },
    });
    expect(await hold(first.permit, { revocations: await listRevocations(developer) })).toMatchObject({
      verdict: 'good',
      said: ['It is not revoked.'],
    });
    expect(await codeOf(issue(developer, { artifact: 'a'.repeat(64) }))).toBe('DIGEST_MISMATCH');
    expect(await codeOf(issue(developer, { environment: 'nowhere' }))).toBe('ENVIRONMENT_UNKNOWN');
    const entries = await scene.house.pool.query(
      "SELECT body::json->'data'->>'permit' AS permit, step FROM ledger_entry WHERE event = 'version.permit-issued' ORDER BY id",
    );
    expect(entries.rows).toContainEqual({ permit: first.id, step: null });
  });

  it('is asked for by whoever develops or operates the model, a service account among them', async () => {
    const reviewer = await scene.signer('Permit reviewer', 'reviewer');
    const consumer = await scene.house.person('Permit consumer');
    await grantRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: scene.model });
    expect(await codeOf(issue(reviewer))).toBe('FORBIDDEN');
    expect(await codeOf(issue(consumer))).toBe('FORBIDDEN');
    expect((await issue(operator)).id).toEqual(expect.any(String));
  });

  it('lasts as long as an administrator said, and never longer than the approval', async () => {
    const terms = { environment: 'production', ttlSeconds: 120, graceSeconds: 30 };
    expect(await codeOf(setPermitTerms(operator, terms))).toBe('FORBIDDEN');
    await setPermitTerms(administrator, terms);
    expect(await listPermitTerms(operator)).toContainEqual(
      expect.objectContaining({ environment: 'production', ttlSeconds: 120, graceSeconds: 30 }),
    );
    const { permit, expiresAt, graceUntil } = await issue();
    const end = Date.parse(expiresAt);
    expect(Date.parse(graceUntil) - end).toBe(30_000);
    expect((await hold(permit, { at: new Date(end + 1_000) })).verdict).toBe('good');
    expect((await hold(permit, { at: new Date(end + 31_000) })).verdict).toBe('refused');
    await scene.house.pool.query('UPDATE version SET approval_ends_at = $2 WHERE id = $1', [
      scene.versionId,
      new Date(Date.now() + 60_000),
    ]);
    expect(Date.parse((await issue()).expiresAt)).toBeLessThanOrEqual(Date.now() + 60_000);
    await setPermitTerms(administrator, { ...terms, ttlSeconds: 3_600, graceSeconds: 300 });
    await scene.house.pool.query('UPDATE version SET approval_ends_at = $2 WHERE id = $1', [
      scene.versionId,
      new Date(Date.now() + 30 * 86_400_000),
    ]);
  });

  it('stands behind what was started under it, in its environment alone', async () => {
    const report = (permit: string, place: string, environment = 'production') =>
      reportObserved(operator, {
        environment,
        observations: [{ model: scene.model, place, artifact, permit }],
      });
    expect((await report(first.id, 'frankfurt')).items[0]!.verdict).toBe('permitted');
    expect((await report(scene.versionId, 'oslo')).items[0]!.verdict).toBe('not-approved');
    expect((await report(first.id, 'lab', 'staging')).items[0]!.verdict).toBe('not-approved');
  });

  it('is void with the block, on the list at once, and stays void after the lift', async () => {
    const permit = await issue();
    await markVersion(operator, {
      ...scene.address,
      standing: 'blocked',
      severity: 'critical',
      reason: 'Holidays are wrong',
    });
    const revocations = await listRevocations(developer);
    const refused = await hold(permit.permit, { revocations });
    expect(refused).toMatchObject({
      verdict: 'refused',
      said: [expect.stringContaining('It was revoked at')],
    });
    expect(await codeOf(issue())).toBe('BLOCKED');
    const { rows } = await scene.house.pool.query(
      "SELECT body::json->'data' AS data FROM ledger_entry WHERE event = 'version.permits-voided'",
    );
    expect(rows).toEqual([{ data: expect.objectContaining({ permits: expect.any(Number) }) }]);
    const { rows: live } = await scene.house.pool.query(
      'SELECT count(*)::int AS live FROM permit WHERE grace_until > now()',
    );
    expect(rows[0].data.permits).toBe(live[0].live);

    const lifter = await scene.signer('Permit lifter', 'reviewer');
    await signLift(operator, scene.address, 'looked into');
    await signLift(lifter, scene.address, 'looked into');
    expect((await hold(permit.permit, { revocations: await listRevocations(developer) })).verdict).toBe(
      'refused',
    );
    const again = await issue();
    expect((await hold(again.permit, { revocations: await listRevocations(developer) })).verdict).toBe(
      'good',
    );
  });

  it('is void with the deprecation of the version, which nobody starts any more', async () => {
    const old = await scene.another('permit-old');
    await walkToGoLive(old);
    const permit = await issuePermit(developer, { ...old.address, environment: 'production' });
    await deprecateVersion(scene.owner, { ...old.address, reason: 'retired', comment: 'replaced long ago' });
    expect((await hold(permit.permit, { revocations: await listRevocations(developer) })).verdict).toBe(
      'refused',
    );
  });

  it('cannot slip past a block that comes at the same moment', async () => {
    const issued = Array.from({ length: 8 }, () => issue().then(({ id }) => id, codeOfRefusal));
    await markVersion(operator, {
      ...scene.address,
      standing: 'blocked',
      severity: 'critical',
      reason: 'At once',
    });
    const given = (await Promise.all(issued)).filter((id) => id !== 'BLOCKED');
    const { rows } = await scene.house.pool.query(
      'SELECT count(*)::int AS void FROM permit_void WHERE permit_id = ANY ($1)',
      [given],
    );
    expect(rows[0].void).toBe(given.length);
    const lifter = await scene.signer('Third permit lifter', 'reviewer');
    await signLift(operator, scene.address, 'looked into');
    await signLift(lifter, scene.address, 'looked into');
  });

  it('is given for what serves by the record, and not where a block suspended it until it is resumed', async () => {
    await deployVersion(operator, { ...scene.address, environment: 'production', role: 'champion' });
    expect((await hold((await issue()).permit)).verdict).toBe('good');
    await markVersion(operator, {
      ...scene.address,
      standing: 'blocked',
      severity: 'critical',
      reason: 'Again',
    });
    const lifter = await scene.signer('Second permit lifter', 'reviewer');
    await signLift(operator, scene.address, 'looked into');
    await signLift(lifter, scene.address, 'looked into');
    expect(await codeOf(issue())).toBe('ALREADY_DEPLOYED');
    await stopVersion(operator, { ...scene.address, environment: 'production' });
    expect((await issue()).id).toEqual(expect.any(String));
  });
});
