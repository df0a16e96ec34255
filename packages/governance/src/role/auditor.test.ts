import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { listEvidence } from '../evidence/list-evidence.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { readEntry } from '../ledger/read-entry.ts';
import { createModel } from '../model/create-model.ts';
import { listModels } from '../model/list-models.ts';
import { readModel } from '../model/read-model.ts';
import { listPeople } from '../person/list-people.ts';
import { listPolicies } from '../policy/list-policies.ts';
import { listPredictions } from '../prediction/list-predictions.ts';
import { readVersion } from '../version/read-version.ts';
import { expireRoles } from './expire-roles.ts';
import { grantRole } from './grant-role.ts';
import { listRoles } from './list-roles.ts';
import { revokeRole } from './revoke-role.ts';

let scene: Scene;
let administrator: Context;
beforeAll(async () => {
  scene = await openScene('low');
  administrator = await scene.signer('Ada Administrator', 'administrator');
  await createModel(administrator, { key: 'other-model', name: 'Other', purpose: 'test', tier: 'low' });
});
afterAll(() => scene.house.close());

const dayMs = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
const at = (ctx: Context, days: number): Context => ({
  ...ctx,
  clock: () => new Date(Date.now() + days * dayMs),
});

describe('an auditor', () => {
  it('is let in until a day, with no other role beside it', async () => {
    const { id: personId } = (await scene.signer('Una Untimed')).actor;
    expect(await codeOf(grantRole(administrator, { personId, role: 'auditor' }))).toBe('BAD_INPUT');
    expect(await codeOf(grantRole(administrator, { personId, role: 'auditor', endsAt: inDays(-1) }))).toBe(
      'BAD_INPUT',
    );
    await grantRole(administrator, { personId, role: 'auditor', endsAt: inDays(1) });
    expect(await codeOf(grantRole(administrator, { personId, role: 'developer' }))).toBe('CONFLICT');
    const developer = await scene.signer('Dan Developer', 'developer');
    const both = { personId: developer.actor.id, role: 'auditor' as const, endsAt: inDays(1) };
    expect(await codeOf(grantRole(administrator, both))).toBe('CONFLICT');
  });

  it('of one model sees that model, its entries and its evidence, and nothing of the house', async () => {
    const auditor = await scene.signer('Max Model');
    const { id: personId } = auditor.actor;
    await grantRole(administrator, { personId, role: 'auditor', modelKey: scene.model, endsAt: inDays(2) });
    expect((await listModels(auditor, {})).items.map(({ key }) => key)).toEqual([scene.model]);
    await readVersion(auditor, scene.address);
    expect((await listEvidence(auditor, scene.address)).items.length).toBeGreaterThan(0);
    await listPolicies(auditor);
    await listPredictions(auditor, {});
    expect(await codeOf(readModel(auditor, { model: 'other-model' }))).toBe('FORBIDDEN');
    expect(await codeOf(listPeople(auditor, {}))).toBe('FORBIDDEN');
    const seen = await listEntries(auditor, { limit: 200 });
    expect(seen.items.length).toBeGreaterThan(0);
    expect(new Set(seen.items.map(({ model }) => model))).toEqual(new Set([scene.model]));
    const all = await listEntries(administrator, { limit: 200 });
    const foreign = all.items.find(({ model }) => model !== scene.model)!;
    expect(await codeOf(readEntry(auditor, { id: foreign.id }))).toBe('FORBIDDEN');
  });

  it('of a period sees the records of that period alone', async () => {
    const auditor = await scene.signer('Pia Period');
    const { id: personId } = auditor.actor;
    const grant = { personId, role: 'auditor' as const, endsAt: inDays(2) };
    await grantRole(administrator, { ...grant, periodFrom: inDays(-3), periodTo: inDays(-1) });
    expect((await listEntries(auditor, {})).items).toEqual([]);
    const [newest] = (await listEntries(administrator, {})).items;
    expect(await codeOf(readEntry(auditor, { id: newest!.id }))).toBe('FORBIDDEN');
    await grantRole(administrator, { ...grant, periodFrom: inDays(-1) });
    const opened = await listEntries(auditor, { model: scene.model });
    expect(opened.items.length).toBeGreaterThan(0);
    await readEntry(auditor, { id: opened.items[0]!.id });
    expect((await listRoles(administrator, { personId })).items.map(({ held }) => held)).toEqual([
      true,
      false,
    ]);
  });

  it('has a period that ends after it begins, and nobody else has one', async () => {
    const { id: personId } = (await scene.signer('Wim Wrong')).actor;
    const backwards = { periodFrom: inDays(1), periodTo: inDays(0), endsAt: inDays(2) };
    expect(await codeOf(grantRole(administrator, { personId, role: 'auditor', ...backwards }))).toBe(
      'BAD_INPUT',
    );
    expect(await codeOf(grantRole(administrator, { personId, role: 'viewer', periodFrom: inDays(-1) }))).toBe(
      'BAD_INPUT',
    );
  });
});

describe('a role with an end', () => {
  it('is refused from its end on, before anybody records it, and the record follows', async () => {
    const viewer = await scene.signer('Tim Timed');
    const { id: personId } = viewer.actor;
    await grantRole(administrator, { personId, role: 'viewer', endsAt: inDays(1) });
    await listPeople(viewer, {});
    expect(await codeOf(listPeople(at(viewer, 1), {}))).toBe('FORBIDDEN');
    const later = at(administrator, 1);
    expect((await listRoles(later, { personId })).items[0]).toMatchObject({ held: false, revokedAt: null });
    expect(await codeOf(revokeRole(later, { personId, role: 'viewer' }))).toBe('NOT_FOUND');
    await expireRoles(later);
    await expireRoles(later);
    const [row] = (await listRoles(later, { personId })).items;
    expect(row!.revokedAt).toBe(row!.until);
    const entries = await listEntries(administrator, { event: 'role.expired' });
    expect(entries.items.filter(({ subject }) => subject.id === personId)).toHaveLength(1);
    await grantRole(later, { personId, role: 'viewer' });
    await listPeople(at(viewer, 1), {});
  });

  it('takes the place of the one before when its end is changed', async () => {
    const { id: personId } = (await scene.signer('Ella Extended')).actor;
    await grantRole(administrator, { personId, role: 'reviewer', endsAt: inDays(1) });
    await grantRole(administrator, { personId, role: 'reviewer' });
    await grantRole(administrator, { personId, role: 'reviewer' });
    const { items } = await listRoles(administrator, { personId });
    expect(items.map(({ held, until }) => [held, until === null])).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('of an administrator does not count as somebody who stays', async () => {
    const second = await scene.signer('Ann Passing');
    await grantRole(administrator, { personId: second.actor.id, role: 'administrator', endsAt: inDays(1) });
    const first = { personId: administrator.actor.id, role: 'administrator' as const };
    expect(await codeOf(revokeRole(second, first))).toBe('LAST_ADMINISTRATOR');
    expect(await codeOf(grantRole(second, { ...first, endsAt: inDays(1) }))).toBe('LAST_ADMINISTRATOR');
    const onModel = { personId: second.actor.id, role: 'administrator' as const, modelKey: scene.model };
    expect(await codeOf(grantRole(administrator, onModel))).toBe('BAD_INPUT');
  });
});
