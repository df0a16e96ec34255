import { createHash } from 'node:crypto';
import type { RecheckDataset } from '@countersign/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { upload } from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { registerVersion } from '../version/register-version.ts';
import { listRechecks } from './list-rechecks.ts';
import { recheckDataset } from './recheck-dataset.ts';

const text = 'day,height\n1,"2,\n0"\n2,3\n';
const digest = createHash('sha256').update(text).digest('hex');
const address = { model: 'tides', version: '1.0.0' };
let house: TestHouse;
let developer: Context;

beforeAll(async () => {
  house = await openHouse();
  await house.model('tides', 'low');
  developer = await house.person('Developer', 'developer');
  const files = await upload(developer, [{ path: 'a.txt', kind: 'documentation', bytes: Buffer.from('a') }]);
  const query = { kind: 'query' as const, query: 'SELECT * FROM tides' };
  await registerVersion(developer, {
    ...address,
    ...{
      description: '',
      authors: [],
      files,
      parameters: {},
      metrics: [],
      buildEnvironment: {},
      releaseNotes: '',
    },
    datasets: [
      { name: 'tides', ...query, rows: 2, digest },
      { name: 'counted', ...query, rows: 7 },
      { name: 'unsaid', ...query },
      { name: 'file', kind: 'uri', uri: 's3://coast/a.csv', digest },
    ],
  });
});
afterAll(() => house.close());

const recheck = (more: Partial<RecheckDataset>, ctx = developer) =>
  recheckDataset(ctx, { ...address, dataset: 'tides', ...more });

it('holds what a query yields now against what was recorded, and keeps who said so', async () => {
  expect((await recheck({ content: { format: 'csv', text } })).recheck).toMatchObject({
    ...{ result: 'same', basis: 'checked', rows: 2, digest },
  });
  const { recheck: differs, receipt } = await recheck({ rows: 3, digest, comment: 'rows came late' });
  expect(differs).toMatchObject({
    result: 'differs',
    basis: 'claimed',
    recordedRows: 2,
    recordedDigest: digest,
  });
  expect((await recheck({ dataset: 'counted', rows: 7, digest })).recheck.result).toBe('counted');
  expect(
    (await recheck({ content: { format: 'ndjson', text: '{"day":1}\n\n{"day":2}\n' } })).recheck,
  ).toMatchObject({
    ...{ result: 'differs', rows: 2 },
  });
  const first = await listRechecks(developer, { ...address, limit: 3 });
  const rest = await listRechecks(developer, { ...address, limit: 3, after: first.next! });
  expect([...first.items, ...rest.items].map(({ result, by }) => [result, by?.name])).toEqual(
    ['differs', 'counted', 'differs', 'same'].map((result) => [result, 'Developer']),
  );
  const { items } = await listEntries(await house.person('Reader', 'compliance'), {});
  const entry = items.find(({ number }) => number === receipt.number);
  expect(entry).toMatchObject({ event: 'version.dataset-rechecked' });
  expect(JSON.stringify(entry)).toContain('no longer yields the same rows');
});

it('refuses what cannot be compared, and who may not', async () => {
  expect(await codeOf(recheck({ dataset: 'unsaid', rows: 1 }))).toBe('BAD_INPUT');
  expect(await codeOf(recheck({ dataset: 'counted', digest }))).toBe('BAD_INPUT');
  expect(await codeOf(recheck({ dataset: 'file', digest }))).toBe('BAD_INPUT');
  expect(await codeOf(recheck({ dataset: 'none', digest }))).toBe('NOT_FOUND');
  expect(await codeOf(recheck({ rows: 2, content: { format: 'csv', text } }))).toBe('BAD_INPUT');
  expect(await codeOf(recheck({ content: { format: 'csv', text: '"a' } }))).toBe('BAD_INPUT');
  expect(await codeOf(recheck({ content: { format: 'ndjson', text: '{"a":1}\n{' } }))).toBe('BAD_INPUT');
  expect(await codeOf(recheck({ rows: 2 }, await house.person('Vera', 'viewer')))).toBe('FORBIDDEN');
});
