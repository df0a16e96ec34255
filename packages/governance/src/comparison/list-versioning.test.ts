import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { compareVersions } from './compare-versions.ts';
import { listVersioning } from './list-versioning.ts';

const dataset = { name: 'rides', kind: 'query' as const, query: 'SELECT 1', rows: 10 };

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('low');
  await scene.another('2.2.0', {}, { datasets: [dataset], parameters: { seed: 1, depth: 4 } });
  await scene.another(
    '2.3.0',
    {},
    {
      datasets: [{ ...dataset, rows: 12, timeRange: { start: '2020-01-01', end: '2020-12-31' } }],
      parameters: { seed: 2, depth: 4 },
      buildEnvironment: { python: '3.12', packages: { numpy: '1.24', onnx: '1.16' } },
      releaseNotes: 'Trained once more.',
      description: 'with one year more',
    },
  );
});
afterAll(() => scene.house.close());

const changedIn = ({ cells }: { cells: { dimension: string; changed: number }[] }) =>
  cells.flatMap(({ dimension, changed }) => (changed > 0 ? [`${dimension} ${changed}`] : []));

describe('what changed from version to version', () => {
  it('is told by dimension, the newest first, page by page', async () => {
    const first = await listVersioning(scene.developer, { model: scene.model, limit: 2 });
    expect(first.items.map(({ version, before }) => [version, before])).toEqual([
      ['2.3.0', '2.2.0'],
      ['2.2.0', scene.version],
    ]);
    expect(changedIn(first.items[0]!)).toEqual([
      'data 2',
      'parameters 1',
      'build-environment 3',
      'documentation 2',
    ]);
    expect(first.items[0]!.cells.map(({ files }) => files)).toEqual([0, 0, 0, 0, 0, 0]);
    const rest = await listVersioning(scene.developer, { model: scene.model, limit: 2, after: first.next! });
    expect(rest).toMatchObject({ items: [{ version: scene.version, before: null }], next: null });
    expect(changedIn(rest.items[0]!)).toEqual([]);
  });

  it('is what the comparison of the two shows', async () => {
    const { datasets, parameters, buildEnvironment, description, notes } = await compareVersions(
      scene.developer,
      {
        model: scene.model,
        before: '2.2.0',
        after: '2.3.0',
      },
    );
    expect(datasets.filter(({ same }) => !same)).toEqual([
      { name: 'rides / rows', before: '10', after: '12', same: false },
      { name: 'rides / time range', before: null, after: '2020-01-01 to 2020-12-31', same: false },
    ]);
    const differing = [datasets, parameters, buildEnvironment, [description, notes]].map(
      (texts) => texts.filter(({ before, after }) => before !== after).length,
    );
    expect(differing).toEqual([2, 1, 3, 2]);
  });

  it('is for whoever may read the model', async () => {
    const outsider = await scene.house.person('Nobody in particular');
    expect(await codeOf(listVersioning(outsider, { model: scene.model }))).toBe('FORBIDDEN');
  });
});
