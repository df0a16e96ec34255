import { SensitivePage, VersionPage } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { compareVersions } from '../comparison/compare-versions.ts';
import type { Context } from '../context.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { readVersion } from '../version/read-version.ts';
import { listSensitive } from './list-sensitive.ts';
import { markSensitive, unmarkSensitive } from './mark-sensitive.ts';

let scene: Scene;
let viewer: Context;
beforeAll(async () => {
  scene = await openScene();
  viewer = await scene.signer('Sensitive viewer', 'viewer');
});
afterAll(() => scene.house.close());

const mark = (field: string, attribute: 'age' | 'other', words?: string, by = scene.developer) =>
  markSensitive(by, { model: scene.model, field, attribute, words });
const inputs = async () => (await readVersion(viewer, scene.address)).inputs;

describe('a sensitive field', () => {
  it('is marked by whoever knows the data, for every version, and is an entry', async () => {
    expect(await codeOf(mark('month', 'age', undefined, viewer))).toBe('FORBIDDEN');
    await mark('month', 'age');
    expect(await codeOf(mark('month', 'age'))).toBe('CONFLICT');
    const page = await readVersion(viewer, scene.address);
    expect(VersionPage.parse(page)).toEqual(page);
    expect(page.inputs.find(({ name }) => name === 'month')).toMatchObject({
      sensitive: true,
      mark: { attribute: 'age', by: { name: 'Developer' } },
    });
    expect(page.inputs.find(({ name }) => name === 'weekday')).toMatchObject({
      sensitive: false,
      mark: null,
    });
    const [entry] = (await listEntries(viewer, { event: 'model.sensitive-marked' })).items;
    expect(entry?.summary).toBe('Developer marked month of ridership-demand as sensitive: age.');
  });

  it('is marked anew, and never marked twice', async () => {
    await mark('month', 'other', 'season of birth');
    const marked = (await inputs()).filter(({ sensitive }) => sensitive);
    expect(marked).toMatchObject([{ name: 'month', mark: { attribute: 'other', words: 'season of birth' } }]);
    const raced = await Promise.all(['a', 'b', 'c'].map((words) => codeOf(mark('holiday', 'other', words))));
    expect(raced).toEqual(['allowed', 'allowed', 'allowed']);
    const page = await listSensitive(viewer, { model: scene.model });
    expect(SensitivePage.parse(page)).toEqual(page);
    expect(page.items.map(({ field }) => field)).toEqual(['holiday', 'month']);
    expect(page.items[1]?.versions).toEqual([scene.version]);
    expect(page.unmarked).not.toContain('month');
    expect(page.mayMark).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('ends with a reason, and stays in the table', async () => {
    const unmark = (by: Context) =>
      codeOf(unmarkSensitive(by, { model: scene.model, field: 'holiday', reason: 'Not about people.' }));
    expect(await unmark(viewer)).toBe('FORBIDDEN');
    expect(await unmark(scene.owner)).toBe('allowed');
    expect(await unmark(scene.owner)).toBe('NOT_FOUND');
    expect((await inputs()).find(({ name }) => name === 'holiday')?.mark).toBeNull();
    await expect(
      scene.house.pool.query("UPDATE sensitive_mark SET attribute = 'sex' WHERE field = 'holiday'"),
    ).rejects.toThrow(/refused any change/);
  });

  it('comes with a manifest, and a version that begins to use it is said to', async () => {
    const fixture = await readFixture('ridership-demand-2.1.0-rc.1', 'schema.json.txt');
    const schema = JSON.parse(fixture.toString()) as { inputs: { name: string; sensitive?: boolean }[] };
    for (const input of schema.inputs) if (input.name === 'wind') input.sensitive = true;
    await scene.another(
      'uses-more',
      { 'schema.json': Buffer.from(JSON.stringify(schema)) },
      {
        sensitive: [
          { field: 'month', attribute: 'other', words: 'season of birth' },
          { field: 'not_an_input', attribute: 'health' },
        ],
      },
    );
    const { items } = await listSensitive(viewer, { model: scene.model });
    expect(items.map(({ field, versions }) => [field, versions])).toEqual([
      ['month', ['uses-more', scene.version]],
      ['not_an_input', []],
    ]);
    const { schema: compared } = await compareVersions(viewer, {
      model: scene.model,
      before: scene.version,
      after: 'uses-more',
    });
    expect(compared.verdict).toBe('compatible');
    expect(compared.changes).toMatchObject([
      { code: 'SENSITIVE_USED', field: 'wind', after: 'its schema says so', breaks: null },
    ]);
  });
});
