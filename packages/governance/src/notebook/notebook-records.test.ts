import type { RecordedDigest } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { type SampleFile, sha256, upload } from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { amendVersion } from '../version/amend-version.ts';
import { registerVersion } from '../version/register-version.ts';
import { holdRecorded, knownOf } from './hold-recorded.ts';
import { parseNotebook } from './parse-cells.ts';
import { readNotebookRecords } from './read-notebook-records.ts';
import { recordedDigests } from './recorded-digests.ts';

const train = Buffer.from('fit()');
const rides = 'a'.repeat(64);
const other = 'b'.repeat(64);

interface Cell {
  readonly cell_type: string;
  readonly source: string;
  readonly metadata?: object;
}
const bookOf = (metadata: object, cells: readonly Cell[] = []): string =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });

const known = knownOf(
  [{ path: 'src/train.py', kind: 'script', digest: sha256(train) }],
  [
    { name: 'rides', kind: 'uri', uri: 's3://lake/rides.csv', digest: rides },
    { name: 'weather', kind: 'uri', uri: 's3://lake/weather.csv' },
    { name: 'stops', kind: 'dvc', source: { md5: 'c'.repeat(32) } },
  ],
);
function heldOf(text: string): string[] {
  const parsed = parseNotebook(text);
  if (parsed === null || parsed === 'TOO_MANY') throw new Error('no notebook');
  return (recordedDigests(parsed) ?? [])
    .map((one) => holdRecorded(one, known))
    .map(({ of, name, place, result }: RecordedDigest) => `${of} ${name} (${place}): ${result}`);
}

describe('digests that a notebook records', () => {
  it('stand in its metadata and in its front matter, by name or by path', () => {
    const countersign = {
      inputs: {
        rides,
        'data/rides.csv': `sha256:${other}`,
        weather: other,
        stops: 'c'.repeat(32),
        moon: other,
      },
      scripts: [{ path: 'train.py', sha256: sha256(train) }, { path: './src/train.py', digest: other }, 7],
    };
    const place = '(metadata, countersign)';
    expect(heldOf(bookOf({ countersign }))).toEqual([
      `input rides ${place}: same`,
      `input data/rides.csv ${place}: differs`,
      `input weather ${place}: unchecked`,
      `input stops ${place}: same`,
      `input moon ${place}: unchecked`,
      `script train.py ${place}: same`,
      `script ./src/train.py ${place}: differs`,
    ]);
    const source = `---\ntitle: A look\ninputs:\n  rides: ${other}\n---\n# Look`;
    expect(heldOf(bookOf({}, [{ cell_type: 'raw', source }]))).toEqual([
      'input rides (front matter, cell 1): differs',
    ]);
    for (const odd of ['---\n- [\n---\n', '---\ninputs: 7\n---\n', '--- x'])
      expect(heldOf(bookOf({ countersign: 'x' }, [{ cell_type: 'markdown', source: odd }]))).toEqual([]);
  });

  it('stand in papermill’s parameters, where what was injected goes before defaults', () => {
    const tagged = (tag: string, source: string): Cell => ({
      ...{ cell_type: 'code', source, metadata: { tags: [tag] } },
    });
    const cells = [
      tagged('parameters', `data_path = "x/rides.csv"\ndata_sha256 = "${rides}"  # of the rows\nseed = 7`),
      tagged('injected-parameters', `data_sha256 = "${other}"`),
    ];
    expect(heldOf(bookOf({}, cells))).toEqual(['input data_sha256 (parameters, cell 2): differs']);
    const place = '(metadata, papermill parameters)';
    const papermill = {
      parameters: { data_sha256: rides, code: { script_digest: other }, commit: 'c'.repeat(40) },
    };
    expect(heldOf(bookOf({ papermill }, cells))).toEqual([
      `input data_sha256 ${place}: same`,
      `script code.script_digest ${place}: differs`,
    ]);
  });

  it('are as many as are read, or the notebook is not', () => {
    const inputs = Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`i${at}`, rides]));
    const parsed = parseNotebook(bookOf({ countersign: { inputs } }));
    expect(parsed && parsed !== 'TOO_MANY' && recordedDigests(parsed)).toBeNull();
  });
});

describe('the notebooks of a version', () => {
  let house: TestHouse;
  let developer: Context;
  const address = { model: 'tides', version: '1.0.0' };
  const notebook = (path: string, text: string): SampleFile => ({
    ...{ path, kind: 'notebook' as const, bytes: Buffer.from(text) },
  });

  beforeAll(async () => {
    house = await openHouse();
    await house.model('tides', 'low');
    developer = await house.person('Developer', 'developer');
    const files = await upload(developer, [
      { path: 'train.py', kind: 'script', bytes: train },
      notebook(
        'a.ipynb',
        bookOf({ countersign: { inputs: { rides }, scripts: { 'train.py': sha256(train) } } }),
      ),
      notebook('b.ipynb', bookOf({})),
      notebook('c.ipynb', '{'),
    ]);
    await registerVersion(developer, {
      ...address,
      ...{ description: '', authors: [], files, parameters: {}, metrics: [], buildEnvironment: {} },
      datasets: [{ name: 'rides', kind: 'uri', uri: 's3://lake/rides.csv', digest: rides }],
      releaseNotes: '',
    });
  });
  afterAll(() => house.close());

  it('are stale once the version names other data than they were run on', async () => {
    const states = async () =>
      (await readNotebookRecords(developer, address)).items.map(({ path, state, reason }) => [
        path,
        state,
        reason,
      ]);
    const rest = [
      ['b.ipynb', 'unrecorded', null],
      ['c.ipynb', 'unread', 'UNREADABLE'],
    ];
    expect(await states()).toEqual([['a.ipynb', 'current', null], ...rest]);
    await amendVersion(developer, {
      ...address,
      expectedRevision: 1,
      datasets: [{ name: 'rides', kind: 'uri', uri: 's3://lake/rides.csv', digest: other }],
    });
    expect(await states()).toEqual([['a.ipynb', 'stale', null], ...rest]);
    const { revision, items } = await readNotebookRecords(developer, { ...address, path: 'a.ipynb' });
    expect(revision).toBe(2);
    expect(items[0]!.digests[0]).toMatchObject({
      name: 'rides',
      digest: rides,
      result: 'differs',
      now: other,
    });
    expect(await codeOf(readNotebookRecords(developer, { ...address, path: 'z.ipynb' }))).toBe('NOT_FOUND');
  });
});
