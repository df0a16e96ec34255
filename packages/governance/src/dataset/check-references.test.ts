import { type DatasetReference, Refusal } from '@countersign/contracts';
import { describe, expect, it } from 'vitest';
import { checkReferences } from './check-references.ts';
import { jsonWithoutCredentials, withoutCredentials } from './credentials.ts';
import { whyFittedOnAll } from './fitted-on-all.ts';

const refusalOf = (...datasets: DatasetReference[]): Refusal | null => {
  try {
    checkReferences(datasets);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  return null;
};
const hex = (length: number) => 'a'.repeat(length);
const of = (kind: DatasetReference['kind'], more: Partial<DatasetReference> = {}): DatasetReference => ({
  name: 'rides',
  kind,
  ...more,
});

describe('a dataset reference', () => {
  it.each([
    of('uri', { uri: 's3://bucket/rides.parquet?versionId=abc', digest: hex(64) }),
    of('uri', { uri: 'abfss://rides@account.dfs.core.windows.net/2024/' }),
    of('query', {
      query: 'SELECT *\n  FROM rides',
      timeRange: { start: '2001-01-22', end: '2001-01-22' },
      rows: 5,
    }),
    of('query', { source: { ids: ['a', 7] }, rows: 2 }),
    of('snapshot', { source: { snapshot: 'rides@2024-06-30', takenAt: '2024-06-30T00:00:00Z' } }),
    of('base-and-changes', {
      source: { base: { uri: 'data/base.csv' }, changes: [{ digest: hex(64), added: 3 }] },
    }),
    of('git-blob', {
      source: { oid: hex(40), repository: 'ssh://git@example.com/rides', path: 'data/rides.csv' },
    }),
    of('git-lfs', { source: { oid: `sha256:${hex(64)}`, size: 3 }, digest: hex(64) }),
    of('dvc', { source: { md5: `${hex(32)}.dir`, nfiles: 3, path: '../data/rides', pointer: 'rides.dvc' } }),
    of('delta', { uri: 's3://lake/rides', source: { version: 0 } }),
    of('delta', { source: { timestamp: '2024-06-30T00:00:00+02:00', log: 'rides/_delta_log' } }),
    of('mlflow', { uri: 'runs:/0a1b/data/rides.csv' }),
    of('mlflow', { source: { runId: '0a1b', path: 'data/rides.csv', digest: 'ee5e4a1c' } }),
  ])('of kind $kind is taken', (dataset) => {
    expect(refusalOf(dataset)?.message).toBeUndefined();
  });

  it.each([
    [of('uri'), 'uri', 'is missing'],
    [of('uri', { uri: 'https://example.com/a/../../etc/passwd' }), 'uri', 'dot parts'],
    [of('uri', { uri: 'https://example.com/%2e%2E/etc' }), 'uri', 'dot parts'],
    [of('uri', { uri: '../../etc/passwd' }), 'uri', 'dot parts'],
    [of('uri', { uri: 'https://ехample.com/rows.csv' }), 'uri', 'at character 9'],
    [of('uri', { uri: 'data/rows\u202e.csv' }), 'uri', 'not shown'],
    [of('uri', { uri: 'javascript:alert(1)' }), 'uri', 'no place of data'],
    [of('uri', { uri: 'https://[' }), 'uri', 'is no URI'],
    [of('query'), 'query', 'time range and ids'],
    [
      of('query', { query: 'x', timeRange: { start: '2001-02-30', end: '2001-03-01' } }),
      'timeRange.start',
      'no date',
    ],
    [
      of('query', { query: 'x', timeRange: { start: '2002-01-01', end: '2001-12-31' } }),
      'timeRange.end',
      'before',
    ],
    [of('query', { source: { ids: ['a', 'a'] } }), 'source.ids', 'twice'],
    [of('query', { source: { ids: ['a'] }, rows: 2 }), 'rows', 'more than the 1 ids'],
    [of('snapshot'), 'uri', 'snapshot'],
    [of('base-and-changes', { source: { base: { uri: 'a' } } }), 'source.changes', 'no list'],
    [
      of('base-and-changes', { source: { base: { uri: 'a' }, changes: [{}] } }),
      'source.changes.0',
      'names no',
    ],
    [of('git-blob', { source: { oid: hex(39) } }), 'source.oid', 'no object id'],
    [of('git-lfs', { digest: hex(64), source: { oid: 'b'.repeat(64), size: 1 } }), 'digest', 'another'],
    [of('git-lfs', { digest: hex(64) }), 'source.size', 'is missing'],
    [
      of('dvc', { source: { md5: hex(32), pointer: '/etc/rides.dvc' } }),
      'source.pointer',
      'no relative path',
    ],
    [of('dvc', { source: { md5: hex(32), nfiles: 2 } }), 'source.nfiles', 'no directory'],
    [of('delta', { uri: 's3://a/b' }), 'source', 'exactly one'],
    [of('delta', { uri: 's3://a/b', source: { version: -1 } }), 'source.version', 'no count'],
    [of('mlflow', { uri: 'https://example.com/a' }), 'uri', 'runs:/'],
    [of('uri', { uri: 'a', split: { trainRows: -1 } }), 'split.trainRows', 'no count'],
  ])('is refused with its place and the reason, %#', (dataset, field, reason) => {
    const refusal = refusalOf(of('uri', { name: 'first', uri: 'a' }), dataset);
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', detail: { field: `datasets.1.${field}` } });
    expect(refusal?.message).toContain(reason);
  });

  it('has a name of its own', () => {
    expect(refusalOf(of('uri', { uri: 'a' }), of('uri', { name: 'Ｒides', uri: 'b' }))).toMatchObject({
      detail: { field: 'datasets.1.name' },
    });
  });
});

describe('credentials', () => {
  it.each([
    'https://someone:s3cret@example.com/rows.csv',
    'https://ghp_s3cret@github.com/bank/rides.git',
    'postgres://app:s3cret@db/rides',
    'https://bucket.s3.amazonaws.com/rows?X-Amz-Expires=1&X-Amz-Signature=s3cret',
    'https://account.blob.core.windows.net/rides?sv=1&sig=s3cret',
  ])('are refused wherever they stand, and never repeated, %#', (uri) => {
    for (const dataset of [
      of('uri', { uri }),
      of('query', { query: `SELECT * FROM dblink('${uri}')` }),
      of('git-blob', { source: { oid: hex(40), repository: uri } }),
    ]) {
      const refusal = refusalOf(dataset);
      expect(refusal?.message).toContain('carries credentials');
      expect(JSON.stringify([refusal?.message, refusal?.detail])).not.toContain('s3cret');
    }
    expect(JSON.stringify(jsonWithoutCredentials({ a: [{ [uri]: uri }] }))).not.toContain('s3cret');
  });

  it('are not seen where there are none, and hostile texts cost nothing', () => {
    for (const text of ['ssh://git@example.com/a', 'https://example.com/a@b?version=1', 'a::b@c'])
      expect(withoutCredentials(text)).toBe(text);
    const hostile = ['a'.repeat(200_000), `a://${':'.repeat(200_000)}`, 'a://'.repeat(50_000)];
    expect(hostile.map(withoutCredentials)).toEqual(hostile);
  });
});

it.each([
  [{ rows: 10, split: { trainRows: 10 } }, 'trainRows is 10 of 10 rows'],
  [{ rows: 10, split: { trainRows: 8, validationRows: 4 } }, 'trainRows and the rows held out are 12 of 10'],
  [{ rows: 10, split: { trainRows: 8, validationRows: 2 } }, null],
  [{ rows: 10, split: { fittedOnAllData: true } }, 'the split says so'],
  [
    { split: { trainIdsSha256: 'a', validationIdsSha256: 'a' } },
    'trainIdsSha256 and validationIdsSha256 are the same rows',
  ],
  [{ rows: 10, split: null }, null],
])('fitted on all data is told from the split, %#', (dataset, why) => {
  expect(whyFittedOnAll({ name: 'rides', ...dataset })).toBe(why);
});
