import { VaryingPage, VersionComparison, VersionPage } from '@countersign/contracts';
import { builtInPolicies, type Policy } from '@countersign/lifecycle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { exampleManifest, upload } from '../../test/example-version.ts';
import { decide, openScene, type Scene } from '../../test/signing-scene.ts';
import { change } from '../change.ts';
import { compareVersions } from '../comparison/compare-versions.ts';
import { listVersioning } from '../comparison/list-versioning.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { insertPolicy } from '../policy/publish-policy.ts';
import { openRequest } from '../request/open-request.ts';
import { declareVarying } from '../varying/declare-varying.ts';
import { readVarying } from '../varying/read-varying.ts';
import { amendVersion } from '../version/amend-version.ts';
import { readVersion } from '../version/read-version.ts';
import { registerVersion } from '../version/register-version.ts';

const lighter: Policy = {
  ...builtInPolicies.high,
  number: 2,
  retrain: { review: { ...builtInPolicies.low.gates.review, evidence: [], checklist: [] } },
};

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('high');
});
afterAll(() => scene.house.close());

async function register(version: string, seed: number, script = 'fit()') {
  const { developer } = scene;
  const manifest = await exampleManifest(developer, 'ridership-demand-2.1.0-rc.1', version, {
    authors: [{ email: 'developer@example.com', part: 'training' }],
    parameters: { seed, depth: 4 },
  });
  const scripts = await upload(developer, [{ path: 'train.py', kind: 'script', bytes: Buffer.from(script) }]);
  await registerVersion(developer, { ...manifest, files: [...manifest.files, ...scripts] });
  return readVersion(developer, { model: scene.model, version });
}
const declare = (names: string[], by = scene.owner) =>
  declareVarying(by, { model: scene.model, names, reason: 'Weekly retraining.' });
/** As if the road had been walked: what is asked here is what the next version counts as. */
const approve = (version: string) =>
  scene.house.pool.query("UPDATE version SET earned = 'approved', stage = 'approved' WHERE label = $1", [
    version,
  ]);

describe('the change class of a version', () => {
  it('is judged against the version before it, and said where it cannot be', async () => {
    expect((await readVersion(scene.developer, scene.address)).change).toMatchObject({
      class: null,
      countsAs: 'redesign',
      codes: ['NO_VERSION_BEFORE'],
    });
    const page = await register('3.0', 1);
    expect(VersionPage.parse(page)).toEqual(page);
    expect(page.change).toMatchObject({ class: 'redesign', before: scene.version, codes: ['NO_SCRIPTS'] });
  });

  it('goes by what was declared as varying when the version was registered', async () => {
    await approve('3.0');
    expect(await codeOf(declare(['seed'], scene.developer))).toBe('FORBIDDEN');
    expect((await register('3.1', 2)).change).toMatchObject({
      class: 'redesign',
      reasons: { items: [{ thing: 'parameter', name: 'seed', change: 'changed' }], total: 1 },
    });
    await declare(['seed', 'seed']);
    expect(await codeOf(declare(['seed']))).toBe('CONFLICT');
    const [entry] = (await listEntries(scene.owner, { event: 'model.varying-declared' })).items;
    expect(entry?.summary).toBe('Owner declared what a retraining of ridership-demand may change: seed.');
    expect((await readVersion(scene.developer, { model: scene.model, version: '3.1' })).change?.class).toBe(
      'redesign',
    );
    const page = await readVarying(scene.developer, { model: scene.model });
    expect(VaryingPage.parse(page)).toEqual(page);
    expect(page).toMatchObject({
      current: { names: ['seed'] },
      earlier: [{ names: [] }],
      known: ['depth', 'seed'],
    });
    const before = await readVarying(scene.developer, { model: scene.model, at: '2020-01-01T00:00:00Z' });
    expect(before.current).toMatchObject({ names: [], since: null });
  });

  it('counts as a retraining at gates only where what was trained again stands', async () => {
    expect((await register('3.2', 3)).change).toMatchObject({
      class: 'retrain',
      countsAs: 'redesign',
      codes: ['BEFORE_DOES_NOT_STAND'],
    });
    await approve('3.2');
    expect((await register('3.3', 4)).change).toMatchObject({ class: 'retrain', countsAs: 'retrain' });
    expect((await register('3.4', 5)).change).toMatchObject({ class: 'retrain', countsAs: 'retrain' });
    expect((await register('3.5', 5, 'fit(other)')).change).toMatchObject({
      countsAs: 'redesign',
      reasons: { items: [{ thing: 'script', name: 'train.py', change: 'changed' }] },
    });
  });

  it('decides which gates a policy asks for, and the page says so', async () => {
    const gateOf = async (version: string) =>
      (await readVersion(scene.developer, { model: scene.model, version })).gates[0]!;
    expect(await gateOf('3.4')).toMatchObject({ forClass: null, needed: 2 });
    await change(scene.owner, async (tx) => ({
      result: undefined,
      events: [await insertPolicy(tx, lighter as never, null)],
    }));
    expect(await gateOf('3.4')).toMatchObject({ forClass: 'retrain', needed: 1, evidence: [] });
    expect(await gateOf('3.5')).toMatchObject({ forClass: 'redesign', needed: 2 });
    const reviewer = await scene.signer('Reviewer of retrainings', 'reviewer');
    const road = async (version: string) => {
      const { rows } = await scene.house.pool.query<{ id: string }>(
        'SELECT id FROM version WHERE label = $1',
        [version],
      );
      const { requestId } = await openRequest(scene.owner, {
        model: scene.model,
        version,
        gate: 'review',
        comment: 'c',
      });
      return { id: rows[0]!.id, requestId };
    };
    const retrained = await road('3.4');
    expect(await decide(reviewer, retrained.requestId)).toMatchObject({ satisfied: true });
    const redesigned = await road('3.5');
    expect(await codeOf(decide(reviewer, redesigned.requestId))).toBe('EVIDENCE_MISSING');
  });

  it('is judged anew when data are amended, by the same declaration', async () => {
    const address = { model: scene.model, version: '3.3' };
    await declare([]);
    const rows = { name: 'rows', kind: 'uri' as const, uri: 'https://example.com/rows.csv', rows: 12 };
    await amendVersion(scene.developer, { ...address, expectedRevision: 1, datasets: [rows] });
    expect((await readVersion(scene.developer, address)).change).toMatchObject({ countsAs: 'retrain' });
    const elsewhere = { ...rows, uri: 'https://example.org/rows.csv' };
    await amendVersion(scene.developer, { ...address, expectedRevision: 2, datasets: [elsewhere] });
    expect((await readVersion(scene.developer, address)).change).toMatchObject({
      countsAs: 'redesign',
      varying: ['seed'],
      reasons: { items: [{ thing: 'data', name: 'rows / URI' }] },
    });
  });

  it('stands in the matrix and between any two versions', async () => {
    const { items } = await listVersioning(scene.developer, { model: scene.model });
    expect(
      items.map(({ version, change }) => [version, change?.class, change?.countsAs]).slice(0, 3),
    ).toEqual([
      ['3.5', 'redesign', 'redesign'],
      ['3.4', 'retrain', 'retrain'],
      ['3.3', 'redesign', 'redesign'],
    ]);
    const compared = await compareVersions(scene.developer, {
      model: scene.model,
      before: '3.0',
      after: '3.4',
    });
    expect(VersionComparison.parse(compared)).toEqual(compared);
    expect(compared.change).toMatchObject({ class: 'retrain', allowed: { items: [{ name: 'seed' }] } });
  });
});
