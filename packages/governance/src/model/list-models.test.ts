import { ModelPage, ModelRow } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { listDeployments } from '../deployment/list-deployments.ts';
import { readBoards } from '../deployment/read-boards.ts';
import { findAnything } from '../home/find-anything.ts';
import { readHome } from '../home/read-home.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { readEntry } from '../ledger/read-entry.ts';
import { listPeople } from '../person/list-people.ts';
import { listPolicies } from '../policy/list-policies.ts';
import { listRecalls } from '../recall/list-recalls.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { deprecateVersion } from '../version/deprecate-version.ts';
import { readReleaseNotes } from '../version/read-release-notes.ts';
import { readVersion } from '../version/read-version.ts';
import { listModels } from './list-models.ts';
import { listVersions } from './list-versions.ts';
import { readModel } from './read-model.ts';
import { retireModel } from './retire-model.ts';

let scene: Scene;
let viewer: Context;
beforeAll(async () => {
  scene = await openScene('moderate');
  viewer = await scene.signer('Viewer', 'viewer');
  for (const key of ['alpha-one', 'alpha-two', 'beta-one', 'zeta-like-percent']) await scene.house.model(key);
});
afterAll(() => scene.house.close());

const keysOf = async (ctx: Context, search?: string) =>
  (await listModels(ctx, { search })).items.map(({ key }) => key);
describe('the list of models', () => {
  it('is in the order of keys, and each row has the promised shape', async () => {
    const { items, next } = await listModels(viewer, {});
    expect(items.map(({ key }) => key)).toEqual([
      'alpha-one',
      'alpha-two',
      'beta-one',
      'ridership-demand',
      'zeta-like-percent',
    ]);
    for (const item of items) expect(ModelRow.parse(item)).toEqual(item);
    expect(next).toBeNull();
    const model = items.find(({ key }) => key === 'ridership-demand');
    expect(model).toMatchObject({
      versions: 1,
      newest: { label: '2.1.0-rc.1' },
      tier: 'moderate',
      policy: { id: 'built-in-moderate', number: 1 },
      openRecalls: 0,
      retiredAt: null,
    });
  });

  it('is paged without a gap or a repeat while models arrive on both sides of the cursor', async () => {
    const first = await listModels(viewer, { limit: 2 });
    await scene.house.model('aaa-before');
    await scene.house.model('gamma-after');
    const second = await listModels(viewer, { limit: 3, after: first.next! });
    const third = await listModels(viewer, { limit: 3, after: second.next! });
    expect([first, second, third].flatMap(({ items }) => items.map(({ key }) => key))).toEqual([
      'alpha-one',
      'alpha-two',
      'beta-one',
      'gamma-after',
      'ridership-demand',
      'zeta-like-percent',
    ]);
    expect(third.next).toBeNull();
  });

  it('is searched by words, in which a wildcard is a letter like another', async () => {
    expect(await keysOf(viewer, 'ALPHA one')).toEqual(['alpha-one']);
    expect(await keysOf(viewer, '%')).toEqual([]);
    expect(await keysOf(viewer, '_')).toEqual([]);
    expect(await keysOf(viewer, "'; --")).toEqual([]);
    expect(await keysOf(viewer, 'nul\0byte')).toEqual([]);
  });

  it('takes as many queries for one model as for all', async () => {
    for (const label of ['n-plus-one-a', 'n-plus-one-b'])
      await (await scene.another(label)).request('review');
    const queries = vi.spyOn(scene.house.pool, 'query');
    const count = async (work: () => Promise<unknown>) => {
      queries.mockClear();
      await work();
      return queries.mock.calls.length;
    };
    const one = await count(() => listVersions(viewer, { model: scene.model, limit: 1 }));
    expect(await count(() => listVersions(viewer, { model: scene.model, limit: 200 }))).toBe(one);
    const small = await count(() => listModels(viewer, { limit: 200, search: 'ridership' }));
    expect(await count(() => listModels(viewer, { limit: 200 }))).toBe(small);
    queries.mockRestore();
  });
});

describe('a model', () => {
  it('says what the reader may do with it', async () => {
    const page = await readModel(scene.developer, { model: scene.model });
    expect(ModelPage.parse(page)).toEqual(page);
    expect(page).toMatchObject({ mayRegister: true, mayCreateRequest: true });
    expect(await readModel(viewer, { model: scene.model })).toMatchObject({
      mayRegister: false,
      mayCreateRequest: false,
    });
    expect(await codeOf(readModel(viewer, { model: 'no-such-model' }))).toBe('NOT_FOUND');
  });

  it('lists its versions, the newest first, with the gate that collects', async () => {
    const open = await scene.another('listed-open');
    await open.request('review');
    const page = await listVersions(viewer, { model: scene.model, limit: 1 });
    expect(page.items).toMatchObject([
      { label: 'listed-open', openGate: { gate: 'review', environment: null, signed: 0, needed: 1 } },
    ]);
    expect(page.items[0]!.lastStep).toMatchObject({ event: 'version.requested' });
    const rest = await listVersions(viewer, { model: scene.model, after: page.next! });
    expect(rest.items.map(({ label }) => label)).not.toContain('listed-open');
    expect(rest.items.at(-1)?.label).toBe('2.1.0-rc.1');
  });
});

describe('who sees what', () => {
  it('a consumer sees the models that the role names, and nothing else', async () => {
    const administrator = await scene.signer('Administrator', 'administrator');
    const consumer = await scene.signer('Consumer');
    expect(await codeOf(listModels(consumer, {}))).toBe('FORBIDDEN');
    await grantRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: scene.model });

    expect(await keysOf(consumer)).toEqual([scene.model]);
    expect(await codeOf(readVersion(consumer, scene.address))).toBe('allowed');
    expect(await codeOf(readModel(consumer, { model: 'alpha-one' }))).toBe('FORBIDDEN');
    expect(await codeOf(listVersions(consumer, { model: 'alpha-one' }))).toBe('FORBIDDEN');
    expect(await codeOf(readBoards(consumer, { model: 'alpha-one' }))).toBe('FORBIDDEN');
    const closed = [
      listPeople,
      (ctx: Context) => listPolicies(ctx),
      listEntries,
      (ctx: Context) => readEntry(ctx, { id: '1' }),
    ];
    for (const read of closed) expect(await codeOf(read(consumer, {}))).toBe('FORBIDDEN');
    expect((await findAnything(consumer, { q: 'alpha' })).items).toEqual([]);
    const home = await readHome(consumer);
    expect(home.inFlight.every(({ model }) => model.key === scene.model)).toBe(true);
  });

  it('a consumer of everything is named no model, and sees none', async () => {
    const everywhere = await scene.signer('Consumer everywhere', 'consumer');
    expect(await keysOf(everywhere)).toEqual([]);
    expect((await listDeployments(everywhere, {})).items).toEqual([]);
    expect((await listRecalls(everywhere, {})).items).toEqual([]);
    for (const read of [readVersion, readReleaseNotes, listSignOffs])
      expect(await codeOf(read(everywhere, scene.address))).toBe('FORBIDDEN');
  });

  it('anybody with another role on one model sees them all', async () => {
    const administrator = await scene.signer('Other administrator', 'administrator');
    const reviewer = await scene.signer('Reviewer of one');
    await grantRole(administrator, { personId: reviewer.actor.id, role: 'reviewer', modelKey: 'alpha-one' });
    expect(await codeOf(readVersion(reviewer, scene.address))).toBe('allowed');
    expect(await keysOf(reviewer)).toContain(scene.model);
  });

  it('an account that was closed sees nothing', async () => {
    const leaver = await scene.signer('Leaver', 'reviewer');
    await scene.house.pool.query('UPDATE person SET active = false WHERE id = $1', [leaver.actor.id]);
    expect(await codeOf(listModels(leaver, {}))).toBe('FORBIDDEN');
    expect(await codeOf(readVersion(leaver, scene.address))).toBe('FORBIDDEN');
  });

  it('people are listed with the roles that they hold now', async () => {
    const page = await listPeople(viewer, { limit: 2 });
    expect(page.items.map(({ name }) => name)).toEqual(['Administrator', 'Consumer']);
    expect(page.items[1]!.roles).toEqual([{ role: 'consumer', modelKey: scene.model }]);
    const rest = await listPeople(viewer, { after: page.next! });
    expect(rest.items.map(({ name }) => name)).toContain('Developer');
    expect(rest.items.map(({ name }) => name)).not.toContain('Consumer');
    expect((await listPolicies(viewer)).policies.map(({ policy }) => policy.id)).toEqual([
      'built-in-low',
      'built-in-moderate',
      'built-in-high',
    ]);
  });
});

describe('the end of a model', () => {
  const comment = 'Its product is no longer sold.';
  const retire = (ctx: Context) => retireModel(ctx, { model: scene.model, comment });

  it('waits until every version is deprecated and every recall is closed, and says for what', async () => {
    expect((await readModel(viewer, { model: scene.model })).retirement).toBeNull();
    expect(await codeOf(retire(scene.developer))).toBe('FORBIDDEN');
    const { items } = await listVersions(viewer, { model: scene.model });
    const { retirement } = await readModel(scene.owner, { model: scene.model });
    expect(retirement).toEqual({ going: items.map(({ label }) => label), recalled: false });
    await expect(retire(scene.owner)).rejects.toThrow('is not deprecated yet');
    const operator = await scene.signer('Operator', 'operator');
    await markVersion(operator, {
      ...scene.address,
      standing: 'advisory',
      severity: 'high',
      reason: 'Wrong on holidays.',
    });
    for (const { label } of items)
      await deprecateVersion(scene.owner, {
        model: scene.model,
        version: label,
        reason: 'retired',
        comment,
      });
    expect((await readModel(scene.owner, { model: scene.model })).retirement).toEqual({
      going: [],
      recalled: true,
    });
    await expect(retire(scene.owner)).rejects.toThrow('recall of ridership-demand is open');
    await scene.house.pool.query('UPDATE recall SET lifted_at = now()');
  });

  it('takes it out of the lists for good', async () => {
    await retire(scene.owner);
    expect(await keysOf(viewer)).not.toContain(scene.model);
    const page = await readModel(scene.owner, { model: scene.model });
    expect(page).toMatchObject({ mayRegister: false, retirement: null });
    expect(page.model.retiredAt).not.toBeNull();
    await expect(retire(scene.owner)).rejects.toThrow('is retired already');
    const [entry] = (await listEntries(viewer, { event: 'model.retired' })).items;
    expect(entry).toMatchObject({ actor: { name: 'Owner' }, summary: expect.stringContaining('retired') });
  });
});
