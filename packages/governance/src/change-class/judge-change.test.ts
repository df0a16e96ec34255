import type { DatasetReference } from '@countersign/contracts';
import { describe, expect, it } from 'vitest';
import { type ChangeSide, judgeChange } from './judge-change.ts';

const dataset: DatasetReference = {
  name: 'rides',
  kind: 'delta',
  uri: 's3://lake/2026-11-15/rides',
  digest: 'a'.repeat(64),
  rows: 100,
  timeRange: { start: '2025-11-15', end: '2026-11-15' },
  split: { trainRows: 80, method: 'by time' },
  source: { version: 7, engine: 'spark' },
};
const side = (over: { dossier?: object; files?: ChangeSide['files'] } = {}): ChangeSide => ({
  dossier: {
    parameters: { seed: 1, depth: 4 },
    buildEnvironment: { python: '3.12', packages: { numpy: '2.0' } },
    datasets: [dataset],
    decision: { output: 'p', op: '>=', value: 0.5 },
    ...over.dossier,
  },
  files: over.files ?? files('model-1'),
});
const files = (model: string, script = 'train'): ChangeSide['files'] => [
  { path: 'model.onnx', kind: 'artifact', digest: model },
  { path: 'train.py', kind: 'script', digest: script },
  { path: 'params.yaml', kind: 'configuration', digest: model },
  { path: 'notes.md', kind: 'documentation', digest: model },
];
const named = ({ reasons }: ReturnType<typeof judgeChange>) =>
  reasons.items.map(({ thing, name, change }) => `${thing} ${name} ${change}`);

describe('the class of a change', () => {
  it('is a retraining where declared parameters, the data window and what was fitted differ', () => {
    const window = {
      ...dataset,
      uri: 's3://lake/2026-11-22/rides',
      digest: 'b'.repeat(64),
      rows: 107,
      timeRange: { start: '2025-11-22', end: '2026-11-22' },
      split: { trainRows: 86, method: 'by time' },
      source: { version: 8, engine: 'spark' },
    };
    const judged = judgeChange(
      side(),
      side({ dossier: { parameters: { seed: 2, depth: 4 }, datasets: [window] }, files: files('model-2') }),
      ['params.yaml', 'seed'],
    );
    expect(judged).toMatchObject({ class: 'retrain', codes: [], reasons: { total: 0 } });
    expect(judged.allowed.items.map(({ name }) => name)).toEqual([
      'seed',
      'params.yaml',
      'rides / URI',
      'rides / digest',
      'rides / rows',
      'rides / split / trainRows',
      'rides / time range',
      'rides / version',
      'model.onnx',
    ]);
  });

  it.each<[string, ChangeSide]>([
    ['parameter depth changed', side({ dossier: { parameters: { seed: 1, depth: 5 } } })],
    ['parameter rate added', side({ dossier: { parameters: { seed: 1, depth: 4, rate: 1 } } })],
    ['script train.py changed', side({ files: files('model-1', 'other') })],
    ['configuration params.yaml changed', side({ files: files('model-2') })],
    [
      'build-environment packages / numpy changed',
      side({ dossier: { buildEnvironment: { python: '3.12', packages: { numpy: '2.1' } } } }),
    ],
    ['decision decision changed', side({ dossier: { decision: null } })],
    [
      'data rides / URI changed',
      side({ dossier: { datasets: [{ ...dataset, uri: 's3://other/1/rides' }] } }),
    ],
    [
      'data rides / split / method changed',
      side({ dossier: { datasets: [{ ...dataset, split: { trainRows: 80, method: 'at random' } }] } }),
    ],
    [
      'data rides / engine changed',
      side({ dossier: { datasets: [{ ...dataset, source: { version: 7, engine: 'x' } }] } }),
    ],
  ])('is a redesign, and says of what: %s', (reason, after) => {
    const judged = judgeChange(side(), after, ['seed']);
    expect(judged.class).toBe('redesign');
    expect(named(judged)).toEqual([reason]);
  });

  it('looks into parameters that are objects, and takes them whole where the whole is declared', () => {
    const nested = (end: string) => side({ dossier: { parameters: { data: { start: '2020', end } } } });
    expect(named(judgeChange(nested('2024'), nested('2025'), []))).toEqual(['parameter data.end changed']);
    for (const declared of ['data', 'data.end'])
      expect(judgeChange(nested('2024'), nested('2025'), [declared]).class).toBe('retrain');
  });

  it('cannot be judged without scripts, and is a redesign nevertheless where something else changed', () => {
    const bare = side({ files: [] });
    expect(judgeChange(bare, bare, [])).toMatchObject({ class: null, codes: ['NO_SCRIPTS'] });
    const other = side({ files: [], dossier: { parameters: {} } });
    expect(judgeChange(bare, other, [])).toMatchObject({ class: 'redesign', codes: ['NO_SCRIPTS'] });
  });

  it('keeps the first of very many reasons, and their number', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`p${at}`, at]));
    const { reasons } = judgeChange(
      side(),
      side({ dossier: { parameters: { seed: 1, depth: 4, ...many } } }),
      [],
    );
    expect([reasons.items.length, reasons.total]).toEqual([100, 300]);
  });
});
