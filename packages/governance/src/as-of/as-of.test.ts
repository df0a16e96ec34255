import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { makeDelegation } from '../delegation/make-delegation.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { rollbackTo } from '../deployment/rollback-to.ts';
import { closeAccount } from '../person/close-account.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { revokeRole } from '../role/revoke-role.ts';
import { listModelsAsOf } from './list-models-as-of.ts';
import { listRolesAsOf } from './list-roles-as-of.ts';

let scene: Scene;
let administrator: Context;
let operator: Context;
let compliance: Context;
beforeAll(async () => {
  scene = await openScene('moderate');
  administrator = await scene.signer('Ada Administrator', 'administrator');
  operator = await scene.signer('Otto Operator', 'operator');
  compliance = await scene.signer('Cora Compliance', 'compliance');
});
afterAll(() => scene.house.close());

const production = { environment: 'production' } as const;

/** This moment, over before anything else happens; once what happened until then is numbered. */
async function moment(): Promise<string> {
  const at = Date.now();
  while (Date.now() <= at) await new Promise((resolve) => setTimeout(resolve, 1));
  const waiting =
    'SELECT FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_number n WHERE n.entry_id = e.id)';
  while ((await scene.house.pool.query(waiting)).rowCount)
    await new Promise((resolve) => setTimeout(resolve, 5));
  return new Date(at).toISOString();
}

const modelAt = async (asOf: string, by = compliance) =>
  (await listModelsAsOf(by, { asOf, model: scene.model })).items[0]!;
const championAt = async (asOf: string) => {
  const { deployments, versions } = await modelAt(asOf);
  const champion = deployments.find(({ role }) => role === 'champion');
  return champion && versions.find(({ id }) => id === champion.versionId)!.label;
};

describe('at a past moment', () => {
  it('is known which version was in production, who had signed at each gate, and under which policy', async () => {
    const before = await moment();
    const { reviewers, approver, goLive } = await walkToGoLive(scene);
    const signed = await moment();
    await deployVersion(operator, { ...scene.address, ...production, role: 'champion' });
    const first = await moment();
    const next = await scene.another('2.2.0');
    await walkToGoLive(next);
    await deployVersion(operator, { ...next.address, ...production, role: 'champion' });
    const second = await moment();
    await rollbackTo(operator, { ...scene.address, ...production });
    const back = await moment();
    await scene.evidence('golden-set-parity', 'fail');
    await markVersion(scene.developer, {
      ...scene.address,
      standing: 'blocked',
      severity: 'high',
      reason: 'wrong unit',
    });
    const blocked = await moment();

    expect(await Promise.all([before, signed, first, second, back].map(championAt))).toEqual([
      undefined,
      undefined,
      scene.version,
      '2.2.0',
      scene.version,
    ]);
    const { versions, deployments, policy, tier } = await modelAt(first);
    expect({ tier, policy }).toEqual({ tier: 'moderate', policy: { id: 'built-in-moderate', number: 1 } });
    expect(deployments).toMatchObject([
      { environment: 'production', production: true, state: 'serving', by: { name: 'Otto Operator' } },
    ]);
    const [version] = versions;
    expect(version).toMatchObject({ stage: 'deployed', standing: 'usable', asFound: false });
    const signers = version!.gates.map(({ gate, state, policy: counted, signOffs }) => [
      gate,
      state,
      `${counted?.id} ${counted?.number}`,
      signOffs.map(({ person, decision, state: now }) => [person.id, decision, now]),
    ]);
    const under = 'built-in-moderate 1';
    expect(signers).toEqual([
      ['review', 'satisfied', under, [[reviewers[0]!.actor.id, 'endorse', 'current']]],
      ['approval', 'satisfied', under, [[approver.actor.id, 'endorse', 'current']]],
      ['goLive', 'satisfied', under, [[goLive.actor.id, 'endorse', 'current']]],
    ]);
    const now = await modelAt(blocked);
    expect(now.deployments).toMatchObject([{ state: 'suspended', ground: 'gates' }]);
    expect(now.versions[0]).toMatchObject({ stage: 'deployed', standing: 'blocked' });
    expect(now.versions[0]!.gates.find(({ gate }) => gate === 'goLive')).toMatchObject({
      state: 'void',
      signOffs: [{ state: 'void' }],
    });
  });

  it('is known who held which role: not before it was given, not after it was taken, for deputies by whom', async () => {
    const absent = await scene.signer('Abe Absent', 'reviewer');
    const deputy = await scene.signer('Dora Deputy');
    const without = await moment();
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await grantRole(administrator, { personId: deputy.actor.id, role: 'owner', modelKey: scene.model });
    await makeDelegation(absent, {
      personId: absent.actor.id,
      deputyId: deputy.actor.id,
      from: without,
      until,
      roles: [{ role: 'reviewer' }],
    });
    const during = await moment();
    await revokeRole(administrator, { personId: absent.actor.id, role: 'reviewer' });
    const revoked = await moment();
    await closeAccount(administrator, { personId: deputy.actor.id });
    const closed = await moment();

    const heldAt = async (asOf: string) =>
      (await listRolesAsOf(compliance, { asOf, personId: deputy.actor.id })).items.map(
        ({ role, model, deputyFor, until: end }) => [role, model, deputyFor?.name ?? null, end],
      );
    expect(await heldAt(without)).toEqual([]);
    expect(await heldAt(during)).toEqual([
      ['owner', scene.model, null, null],
      ['reviewer', null, 'Abe Absent', until],
    ]);
    expect(await heldAt(revoked)).toEqual([['owner', scene.model, null, null]]);
    expect(await heldAt(closed)).toEqual([]);
    expect(await heldAt(new Date(Date.parse(until) + 1).toISOString())).toEqual([]);

    const all = [];
    for (let after: string | undefined; ; ) {
      const page = await listRolesAsOf(compliance, { asOf: during, limit: 3, ...(after ? { after } : {}) });
      all.push(...page.items.map(({ person, role }) => `${person.name} ${role}`));
      if (page.next === null) break;
      after = page.next;
    }
    expect(all).toEqual(
      (await listRolesAsOf(compliance, { asOf: during, limit: 200 })).items.map(
        ({ person, role }) => `${person.name} ${role}`,
      ),
    );
    expect(all).toContain('Dora Deputy reviewer');
  });

  it('is answered to an auditor for the period that is open to them', async () => {
    const auditor = await scene.signer('Aud Auditor');
    const from = await moment();
    await grantRole(administrator, {
      personId: auditor.actor.id,
      role: 'auditor',
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
      periodFrom: from,
    });
    const inside = await moment();
    expect(await modelAt(inside, auditor)).toMatchObject({ key: scene.model });
    const outside = new Date(Date.parse(from) - 1).toISOString();
    expect((await listModelsAsOf(auditor, { asOf: outside })).items).toEqual([]);
    expect(await codeOf(listRolesAsOf(auditor, { asOf: outside }))).toBe('FORBIDDEN');
    expect(await codeOf(listRolesAsOf(auditor, { asOf: inside }))).toBe('allowed');
  });
});

describe('a moment', () => {
  const roleOf = async (asOf: string, personId: string) => {
    const { items, place } = await listRolesAsOf(compliance, { asOf, personId });
    return { roles: items.map(({ role }) => role), place };
  };

  it('is the latest entry of that time, whatever the clock did before; who ran ahead is said', async () => {
    const holder = await scene.signer('Hal Holder');
    const grant = { personId: holder.actor.id };
    const early = await moment();
    const ahead: Context = { ...administrator, clock: () => new Date(Date.now() + 3_600_000) };
    await grantRole(ahead, { ...grant, role: 'developer' });
    await grantRole(administrator, { ...grant, role: 'viewer' });
    const late = await moment();

    const then = await roleOf(late, holder.actor.id);
    expect(then.roles).toEqual(['developer', 'viewer']);
    expect(then.place.later).toHaveLength(1);
    expect(then.place.later[0]).toBeLessThan(then.place.number!);
    expect((await roleOf(early, holder.actor.id)).roles).toEqual([]);
  });

  it('takes every entry of one time, and none of before the ledger', async () => {
    const at = new Date(Date.now() + 7_200_000);
    const frozen: Context = { ...administrator, clock: () => at };
    const holder = await scene.signer('Tim Tie');
    for (const role of ['developer', 'viewer', 'owner'] as const)
      await grantRole(frozen, { personId: holder.actor.id, role });
    await moment();
    expect((await roleOf(at.toISOString(), holder.actor.id)).roles).toEqual(['developer', 'owner', 'viewer']);
    const before = await roleOf('1999-12-31T23:59:59Z', holder.actor.id);
    expect(before).toEqual({
      roles: [],
      place: { asOf: '1999-12-31T23:59:59.000Z', number: null, at: null, later: [] },
    });
    expect((await listModelsAsOf(compliance, { asOf: '1999-12-31T23:59:59Z' })).items).toEqual([]);
    expect(await codeOf(listModelsAsOf(compliance, { asOf: 'yesterday' }))).toBe('BAD_INPUT');
  });
});
