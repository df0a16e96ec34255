import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { readModel } from '../model/read-model.ts';
import { listPolicies } from './list-policies.ts';

let house: TestHouse;
let scene: Scene;
beforeAll(async () => {
  house = await openHouse();
  scene = await openScene('high');
});
afterAll(async () => {
  await house.close();
  await scene.house.close();
});

describe('the policies in force', () => {
  it('say who could sign today, and which gate nobody can satisfy', async () => {
    const viewer = await house.person('Viewer', 'viewer');
    await house.person('Ada', 'reviewer');
    const { policies, model } = await listPolicies(viewer);
    expect(model).toBeNull();
    expect(policies.map(({ policy }) => policy.tier)).toEqual(['low', 'moderate', 'high']);
    const [low, , high] = policies;
    expect(low?.gates[0]).toEqual({
      gate: 'review',
      places: [{ role: 'reviewer', quorum: 1, count: 1, people: [expect.objectContaining({ name: 'Ada' })] }],
      satisfiable: true,
    });
    expect(low?.gates[1]).toMatchObject({ places: [{ role: 'approver', count: 0 }], satisfiable: false });
    expect(high?.gates[0]).toMatchObject({ places: [{ quorum: 2, count: 1 }], satisfiable: false });
    expect(low).toMatchObject({ satisfiable: false, deployable: false });
  });

  it('tell of gates that are each possible and together are not', async () => {
    await house.person('Bea', 'reviewer', 'approver');
    await house.person('Cleo', 'reviewer');
    await house.person('Olga', 'operator');
    const viewer = await house.person('Another viewer', 'viewer');
    const { policies } = await listPolicies(viewer);
    const high = policies.find(({ policy }) => policy.tier === 'high')!;
    expect(high.gates.every(({ satisfiable }) => satisfiable)).toBe(true);
    expect(high.satisfiable).toBe(false);
    expect(policies[0]).toMatchObject({ satisfiable: true, deployable: true, operators: { count: 1 } });
  });

  it('of a model leave out the authors of its newest version, and the model page says what is impossible', async () => {
    const developer = scene.developer;
    const page = await listPolicies(developer, { model: scene.model });
    expect(page).toMatchObject({ model: { key: scene.model }, version: scene.version });
    expect(page.policies.map(({ policy }) => policy.id)).toEqual(['built-in-high']);
    expect((await readModel(developer, { model: scene.model })).unsatisfiableGates).toEqual([
      'review',
      'approval',
      'goLive',
    ]);
    for (const name of ['One', 'Two']) await scene.signer(name, 'reviewer');
    for (const name of ['Three', 'Four']) await scene.signer(name, 'approver');
    expect((await readModel(developer, { model: scene.model })).unsatisfiableGates).toEqual([]);
    expect(await codeOf(listPolicies(developer, { model: 'none' }))).toBe('NOT_FOUND');
  });

  it('are closed to consumers', async () => {
    const consumer = await house.person('Consumer', 'consumer');
    expect(await codeOf(listPolicies(consumer))).toBe('FORBIDDEN');
  });
});
