import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, type Scene } from '../../test/signing-scene.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { readEntry } from '../ledger/read-entry.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { amendVersion } from './amend-version.ts';
import { readVersion } from './read-version.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('high');
});
afterAll(() => scene.house.close());

const metric = { name: 'roc_auc', value: 0.9, split: 'validation' };
const amend = (expectedRevision: number, change: object) =>
  amendVersion(scene.developer, { ...scene.address, expectedRevision, ...change });

it('names the item and the field of what is no metric or no dataset reference', async () => {
  const fieldOf = (change: object) =>
    amend(1, change).then(
      () => null,
      ({ code, detail }: { code: string; detail: { field?: string } }) => [code, detail.field],
    );
  expect(await fieldOf({ metrics: [metric, { ...metric, name: '' }] })).toEqual([
    'BAD_INPUT',
    'metrics.1.name',
  ]);
  expect(await fieldOf({ datasets: [{ name: 'rows', kind: 'spreadsheet' }] })).toEqual([
    'BAD_INPUT',
    'datasets.0.kind',
  ]);
});

it('voids every endorsement of the substance before, ends the request, and says what was amended', async () => {
  const reviewer = await scene.signer('Amended reviewer', 'reviewer');
  await decide(reviewer, await scene.request('review'));
  expect(await amend(1, { metrics: [metric] })).toMatchObject({ revision: 2, stage: 'registered' });
  expect(await listSignOffs(reviewer, scene.address)).toMatchObject([
    { state: 'void', stateReason: 'substance-amended', signatureValid: true },
  ]);
  const page = await readVersion(reviewer, scene.address);
  expect(page.metrics).toMatchObject([{ ...metric, basis: 'claimed' }]);
  expect(page.datasets).toMatchObject([{ name: 'rows' }]);
  expect(page.gates[0]?.state).not.toBe('open');
});

it('leaves an entry that shows what was amended, before and after', async () => {
  const reader = await scene.house.person('Amended reader', 'compliance');
  const [row] = (await listEntries(reader, { event: 'version.amended' })).items;
  const { change } = await readEntry(reader, { id: row!.id });
  expect(change.texts).toEqual([
    { part: 'Claimed metrics', before: expect.any(String), after: expect.stringContaining('"value": 0.9') },
  ]);
  expect(change.texts[0]!.before).not.toContain('"value": 0.9');
});

it('is refused where the version was amended since it was read, and where nothing would change', async () => {
  expect(await codeOf(amend(1, { metrics: [] }))).toBe('STALE');
  expect(await codeOf(amend(2, { metrics: [metric] }))).toBe('BAD_INPUT');
});
