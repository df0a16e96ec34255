import { type SearchFilter, SearchPage } from '@countersign/contracts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { upload } from '../../test/example-version.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { editComment } from '../discussion/edit-comment.ts';
import { openThread } from '../discussion/open-thread.ts';
import { logRuns } from '../experiment/log-runs.ts';
import { createModel } from '../model/create-model.ts';
import { retireModel } from '../model/retire-model.ts';
import { grantRole } from '../role/grant-role.ts';
import { amendVersion } from '../version/amend-version.ts';
import { registerVersion } from '../version/register-version.ts';
import { followSearch } from './follow-search.ts';
import { listUnreadable } from './list-unreadable.ts';
import { rebuildSearch } from './rebuild-search.ts';
import { retryUnreadable } from './retry-unreadable.ts';
import { searchDocuments } from './search-documents.ts';
import { similarModels } from './similar-models.ts';

const digest = 'b'.repeat(64);
let scene: Scene;
let reader: Context;
let consumer: Context;
let administrator: Context;
let commentId: string;

/** Until everything that has a number was followed; changes return once they have one. */
async function followed(): Promise<void> {
  while (await followSearch(scene.house));
}
const search = (filter: Partial<SearchFilter>, ctx = reader) => searchDocuments(ctx, { q: '', ...filter });
const found = async (q: string, filter: Partial<SearchFilter> = {}, ctx = reader) =>
  (await search({ q, ...filter }, ctx)).items.map(({ kind, title }) => `${kind}: ${title}`);

const notebook = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: 'markdown', source: '# Where it breaks' },
    {
      cell_type: 'code',
      source: ['from sklearn.ensemble import RandomForestRegressor\n', 'fit()'],
      outputs: [{ output_type: 'stream', text: 'residual heteroscedasticity <b>0.42</b>' }],
    },
  ],
});

beforeAll(async () => {
  scene = await openScene('low');
  while (await followSearch(scene.house));
  reader = await scene.signer('Vera Viewer', 'viewer');
  consumer = await scene.signer('Carl Consumer');
  administrator = await scene.signer('Ada Administrator', 'administrator');
  await createModel(scene.owner, {
    key: 'telco-churn',
    name: 'Churn of subscribers',
    purpose: 'Predicts which subscribers cancel their contract within a month, for retention offers.',
    tier: 'low',
  });
  await createModel(scene.owner, {
    key: 'energy-churn',
    name: 'Churn of households',
    purpose: 'Which households cancel their contract for electricity.',
    tier: 'moderate',
  });
  const files = await upload(scene.developer, [
    { path: 'look at it.ipynb', kind: 'notebook', bytes: Buffer.from(notebook) },
  ]);
  await registerVersion(scene.developer, {
    model: 'telco-churn',
    version: '1.0.0',
    description: 'gradient boosting over invoices',
    authors: [],
    files,
    parameters: { max_depth: 6 },
    metrics: [],
    datasets: [
      { name: 'invoices of spring', kind: 'uri', uri: 's3://billing/invoices-2026.parquet', digest },
    ],
    buildEnvironment: {},
    releaseNotes: '# Notes\nThe window of the invoices is <script>alert(1)</script> ninety days.',
  });
  commentId = (
    await openThread(scene.developer, {
      model: 'telco-churn',
      version: '1.0.0',
      text: 'Is leakage of tenure excluded?',
    })
  ).commentId;
  await logRuns(scene.developer, {
    model: 'telco-churn',
    experiment: 'depths',
    runs: [{ run: 'r-1', name: 'shallow trees', notes: 'underfits badly', tags: { team: 'retention' } }],
  });
  await grantRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: 'telco-churn' });
  await followed();
});
afterAll(() => scene.house.close());

describe('what is found by words', () => {
  it('has every kind, and leads to the cell, the thread, the run and the data', async () => {
    expect(await found('churn')).toEqual(
      expect.arrayContaining(['model: energy-churn Churn of households', 'version: telco-churn 1.0.0']),
    );
    const [cell] = (await search({ q: 'random forest' })).items;
    expect(cell).toMatchObject({
      kind: 'notebook',
      path: '/m/telco-churn/v/1.0.0?tab=notebooks&notebook=look%20at%20it.ipynb#cell-2',
    });
    expect(await found('heteroscedastic')).toEqual(['notebook: look at it.ipynb, cell 2']);
    expect((await search({ q: 'invoices spring' })).items.map(({ path }) => path)).toContain(
      `/lineage/dataset/${digest}`,
    );
    expect(await found('billing parquet')).toEqual(['dataset: invoices of spring']);
    expect((await search({ q: 'underfits' })).items[0]).toMatchObject({
      kind: 'run',
      path: '/m/telco-churn/experiments/depths/runs/r-1',
    });
    expect(await found('leakage')).toEqual(['discussion: Comment on telco-churn 1.0.0']);
    expect(await found('max_depth')).toContain('version: telco-churn 1.0.0');
    const page = await search({ q: 'ninety' });
    expect(SearchPage.parse(page)).toEqual(page);
  });

  it('takes a word that is not written to its end, words together, one of two, and none', async () => {
    expect(await found('subscribe')).toContain('model: telco-churn Churn of subscribers');
    expect(await found('retentio')).toContain('model: telco-churn Churn of subscribers');
    expect(await found('regressio')).toEqual([]);
    expect(await found('invoic electr')).toEqual([]);
    expect(await found('"cancel their contract" -electricity')).toEqual([
      'model: telco-churn Churn of subscribers',
    ]);
    expect(await found('"contract cancel"')).toEqual([]);
    expect((await found('electricity or underfits')).length).toBe(2);
    expect(await codeOf(search({ q: '-electricity' }))).toBe('BAD_INPUT');
    for (const odd of [
      '',
      ' ',
      "'",
      '"',
      '\\',
      ":*'",
      '& | !',
      'a:b:*',
      '%',
      'the',
      "x' | 'y",
      '\u0000',
      '((',
      '-"',
    ])
      expect((await search({ q: odd })).items.length, odd).toBeLessThanOrEqual(20);
  });

  it('marks the words in pieces of text, markup being text', async () => {
    const [hit] = (await search({ q: 'invoices alert', kinds: ['notes'] })).items;
    expect(hit!.excerpt.filter(({ marked }) => marked).map(({ text }) => text)).toEqual([
      'invoices',
      'alert',
    ]);
    expect(hit!.excerpt.map(({ text }) => text).join('')).toContain('<script>alert(1)</script>');
  });

  it('counts by facets, each without its own narrowing, and pages by key', async () => {
    const narrowed = await search({ q: 'churn', tiers: ['moderate'] });
    expect(narrowed.items.map(({ model }) => model.key)).toEqual(['energy-churn']);
    expect(narrowed.facets.tiers.values.map(({ value }) => value).sort()).toEqual(['low', 'moderate']);
    expect(narrowed.facets.kinds.values).toEqual([{ value: 'model', name: 'model', count: 1 }]);
    expect(await found('retention', { tags: ['team: retention'] })).toEqual(['run: shallow trees r-1']);
    expect(await found('churn', { models: ['nowhere'] })).toEqual([]);
    const all = await search({ q: 'churn' });
    const paged: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await search({ q: 'churn', limit: 2, ...(after ? { after } : {}) });
      paged.push(...page.items.map(({ path }) => path));
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(all.items.map(({ path }) => path));
    expect(all.total).toEqual({ count: all.items.length, more: false });
  });

  it('is neither found nor counted where one’s roles do not open it', async () => {
    const page = await search({ q: 'churn' }, consumer);
    expect(page.items.every(({ model }) => model.key === 'telco-churn')).toBe(true);
    expect(page.facets.models.values.map(({ value }) => value)).toEqual(['telco-churn']);
    for (const hidden of ['leakage', 'heteroscedasticity', 'underfits', 'billing parquet'])
      expect(await found(hidden, {}, consumer), hidden).toEqual([]);
    expect(await found('ninety', {}, consumer)).toEqual(['notes: Release notes of telco-churn 1.0.0']);
    expect(await codeOf(search({ q: 'churn', tags: ['x'] }, consumer))).toBe('FORBIDDEN');
    expect(await codeOf(search({ q: 'churn' }, await scene.signer('Nora Nobody')))).toBe('FORBIDDEN');
  });

  it('names models for similar problems, and why', async () => {
    const { items } = await similarModels(reader, { model: 'telco-churn' });
    expect(items.map(({ key }) => key)).toEqual(['energy-churn']);
    expect(items[0]!.shares).toEqual(expect.arrayContaining(['churn', 'cancel', 'contract']));
    expect(await codeOf(similarModels(consumer, { model: 'telco-churn' }))).toBe('FORBIDDEN');
  });

  it('goes on where something cannot be read, keeps it with its reason, and finds it once it can be', async () => {
    const bytes = Buffer.from(notebook.replace('heteroscedasticity', 'autocorrelation'));
    const files = await upload(scene.developer, [{ path: 'lost.ipynb', kind: 'notebook', bytes }]);
    const manifest = { authors: [], files, parameters: {}, metrics: [], datasets: [], buildEnvironment: {} };
    const version = { model: 'telco-churn', version: '1.1.0' };
    const more = { ...manifest, description: 'of autumn', releaseNotes: '# **Autumn** notes' };
    const pool = scene.house.pool;
    // Two runs, of which one has a name that no document takes.
    const owner = new pg.Client({ connectionString: scene.house.database.ownerUrl });
    await owner.connect();
    await owner.query("ALTER TABLE search_document ADD CONSTRAINT no_such CHECK (title <> 'cursed r-2')");
    const runs = ['cursed', 'blessed'].map((name, at) => ({ run: `r-${at + 2}`, name }));
    await logRuns(scene.developer, { model: 'telco-churn', experiment: 'depths', runs });
    const warned: object[] = [];
    const log = { ...scene.house.log, warn: (facts: object) => void warned.push(facts) };
    const follow = async () => {
      while (await followSearch({ ...scene.house, log }));
    };
    await registerVersion(scene.developer, { ...version, ...more });
    await scene.house.blobs.remove(files[0]!.sha256);
    await follow();
    expect(await found('autumn')).toEqual(
      expect.arrayContaining(['version: telco-churn 1.1.0', 'notes: Release notes of telco-churn 1.1.0']),
    );
    expect(await found('blessed')).toEqual(['run: blessed r-3']);
    expect(await found('autocorrelation')).toEqual([]);
    const unreadable = async () =>
      (await pool.query('SELECT part, reason, tries FROM search_unreadable ORDER BY part')).rows;
    expect(await unreadable()).toEqual([
      { part: 'notebook', reason: 'Its bytes are not in the store.', tries: 1 },
      { part: 'run', reason: expect.stringContaining('no_such'), tries: 1 },
    ]);
    expect(warned).toHaveLength(2);
    expect(await codeOf(listUnreadable(reader, {}))).toBe('FORBIDDEN');
    const listed = await listUnreadable(administrator, { limit: 1 });
    const rest = await listUnreadable(administrator, { after: listed.next! });
    expect(listed).toMatchObject({ total: { count: 2, more: false }, filling: null });
    expect([...listed.items, ...rest.items].sort((a, b) => (a.part < b.part ? -1 : 1))).toMatchObject([
      {
        part: 'notebook',
        title: 'lost.ipynb of telco-churn 1.1.0',
        path: '/m/telco-churn/v/1.1.0?tab=notebooks&notebook=lost.ipynb',
        reason: 'Its bytes are not in the store.',
      },
      {
        part: 'run',
        title: 'r-2 in depths of telco-churn',
        path: '/m/telco-churn/experiments/depths/runs/r-2',
      },
    ]);
    expect(await codeOf(retryUnreadable(reader, {}))).toBe('FORBIDDEN');
    const due = () => retryUnreadable(administrator, {});
    expect(await due()).toEqual({ things: 2 });
    await follow();
    expect(await unreadable()).toMatchObject([{ tries: 2 }, { tries: 2 }]);
    const [{ part, id }] = rest.items as [(typeof rest.items)[number]];
    await retryUnreadable(administrator, { thing: { part, id } });
    await follow();
    expect((await listUnreadable(administrator, { after: listed.next! })).items).toMatchObject([
      { part, tries: 3 },
    ]);
    await owner.query('ALTER TABLE search_document DROP CONSTRAINT no_such');
    await owner.end();
    await upload(scene.developer, [{ path: 'lost.ipynb', kind: 'notebook', bytes }]);
    await due();
    await follow();
    expect(await unreadable()).toEqual([]);
    expect(await codeOf(retryUnreadable(administrator, { thing: { part, id } }))).toBe('NOT_FOUND');
    expect(await found('autocorrelation')).toEqual(['notebook: lost.ipynb, cell 2']);
    expect(await found('cursed')).toEqual(['run: cursed r-2']);
  });

  it('says what is so now: edited comments, amended notes, retired models; made anew it is the same', async () => {
    await editComment(scene.developer, { commentId, text: 'Nothing leaks.' });
    await amendVersion(scene.developer, {
      model: 'telco-churn',
      version: '1.0.0',
      expectedRevision: 1,
      releaseNotes: 'Sixty days now.',
      datasets: [],
    });
    await followed();
    expect(await found('leakage')).toEqual([]);
    expect(await found('ninety')).toEqual([]);
    expect(await found('sixty')).toEqual(['notes: Release notes of telco-churn 1.0.0']);
    expect(await found('parquet')).toEqual([]);
    const documents = async () =>
      (
        await scene.house.pool.query(
          'SELECT source, place, title, body, tags, stage, tier, at, words::text FROM search_document ORDER BY source, place',
        )
      ).rows;
    const before = await documents();
    expect(await codeOf(rebuildSearch(reader))).toBe('FORBIDDEN');
    await rebuildSearch(administrator);
    expect((await search({ q: 'churn' })).filling).toMatchObject({ done: 0 });
    await followed();
    expect((await search({ q: 'churn' })).filling).toBeNull();
    expect(await documents()).toEqual(before);
    await retireModel(scene.owner, { model: 'energy-churn', comment: 'sold' });
    await followed();
    expect(await found('electricity')).toEqual([]);
    expect((await similarModels(reader, { model: 'telco-churn' })).items).toEqual([]);
  });
});
