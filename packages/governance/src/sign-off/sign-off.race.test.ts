import { afterAll, beforeAll, expect, it } from 'vitest';
import { decide, openScene, prepared, type Scene } from '../../test/signing-scene.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { revokeRole } from '../role/revoke-role.ts';
import { amendVersion } from '../version/amend-version.ts';
import { signOff } from './sign-off.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('low');
});
afterAll(() => scene.house.close());

const rounds = 6;

it('parallel sign-offs of one person with their role taken away: at most one counts, none after the revocation', async () => {
  const administrator = await scene.signer('Administrator', 'administrator');
  const reviewer = await scene.signer('Raced reviewer', 'reviewer');
  const personId = reviewer.actor.id;
  for (let round = 0; round < rounds; round++) {
    const other = await scene.another(`race-${round}`);
    const requestId = await other.request('review');
    const signs = await Promise.all(
      Array.from({ length: 10 }, () => prepared(reviewer, requestId, 'endorse')),
    );
    const outcomes = await Promise.allSettled([
      ...signs.slice(0, 5).map((sign) => signOff(reviewer, sign)),
      revokeRole(administrator, { personId, role: 'reviewer' }),
      ...signs.slice(5).map((sign) => signOff(reviewer, sign)),
    ]);
    const signed = outcomes.filter((outcome, position) => position !== 5 && outcome.status === 'fulfilled');
    expect(signed.length).toBeLessThanOrEqual(1);
    const counted = await scene.house.pool.query(
      `SELECT e.id FROM ledger_entry e WHERE e.version_id = $1 AND e.event = 'version.signed-off'
         AND e.id > (SELECT max(id) FROM ledger_entry WHERE event = 'role.revoked')`,
      [other.versionId],
    );
    expect(counted.rowCount).toBe(0);
    const rows = await scene.house.pool.query(
      "SELECT FROM sign_off WHERE version_id = $1 AND state = 'current'",
      [other.versionId],
    );
    expect(rows.rowCount).toBe(signed.length);
    expect(await other.stage()).toBe(signed.length === 1 ? 'reviewed' : 'registered');
    await grantRole(administrator, { personId, role: 'reviewer' });
  }
});

it('a sign-off racing an amendment of the substance never counts for what its signer did not see', async () => {
  const reviewer = await scene.signer('Second raced reviewer', 'reviewer');
  for (let round = 0; round < rounds; round++) {
    const other = await scene.another(`amended-${round}`);
    const sign = await prepared(reviewer, await other.request('review'), 'endorse');
    await Promise.allSettled([
      signOff(reviewer, sign),
      amendVersion(other.developer, {
        ...other.address,
        expectedRevision: 1,
        metrics: [{ name: 'mae', value: round, split: 'validation' }],
      }),
    ]);
    const counting = await scene.house.pool.query(
      `SELECT FROM sign_off s JOIN version v ON v.id = s.version_id WHERE v.id = $1 AND s.state = 'current' AND s.substance <> v.substance`,
      [other.versionId],
    );
    expect(counting.rowCount).toBe(0);
    expect(await other.stage()).toBe('registered');
  }
});

it('deployments in parallel leave one champion and one deployment for each version', async () => {
  const operator = await scene.signer('Racing operator', 'operator');
  const candidates = await Promise.all(['a', 'b'].map((label) => scene.another(`deployed-${label}`)));
  const reviewer = await scene.signer('Deploy reviewer', 'reviewer');
  const approver = await scene.signer('Deploy approver', 'approver');
  for (const candidate of candidates) {
    await decide(reviewer, await candidate.request('review'));
    await decide(approver, await candidate.request('approval'));
    await decide(approver, await candidate.request('goLive'));
  }
  for (let round = 0; round < rounds; round++) {
    await Promise.allSettled(
      [...candidates, ...candidates].map(({ address }) =>
        deployVersion(operator, { ...address, environment: 'production', role: 'champion' }),
      ),
    );
    const serving = await scene.house.pool.query<{ stage: string }>(
      "SELECT v.stage FROM deployment d JOIN version v ON v.id = d.version_id WHERE d.ended_at IS NULL AND d.role = 'champion'",
    );
    expect(serving.rows).toEqual([{ stage: 'deployed' }]);
    const deployed = await scene.house.pool.query("SELECT FROM version WHERE stage = 'deployed'");
    expect(deployed.rowCount).toBe(1);
  }
});

it('every change has its entry, numbered densely', async () => {
  const counts = async () => {
    const found = await scene.house.pool.query<Record<'size' | 'entries' | 'numbers' | 'last', string>>(
      `SELECT (SELECT size FROM ledger_head) AS size, (SELECT count(*) FROM ledger_entry) AS entries,
         (SELECT count(*) FROM ledger_number) AS numbers, (SELECT max(number) + 1 FROM ledger_number) AS last`,
    );
    const { size, entries, numbers, last } = found.rows[0]!;
    return new Set([size, entries, numbers, last]).size;
  };
  // The last numbers may be on their way; then all four say the same.
  await expect.poll(counts, { timeout: 10_000 }).toBe(1);
});
