import { CellThreads, NotebookComparison, ThreadPage } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { exampleFiles, upload } from '../../test/example-version.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { listInbox } from '../inbox/list-inbox.ts';
import { compareNotebooks } from '../notebook/compare-notebooks.ts';
import { addComment } from './add-comment.ts';
import { editComment } from './edit-comment.ts';
import { findColleagues } from './find-colleagues.ts';
import { listCellThreads } from './list-cell-threads.ts';
import { listThreads } from './list-threads.ts';
import { openThread } from './open-thread.ts';
import { resolveThread } from './resolve-thread.ts';
import { seeMentions } from './see-mentions.ts';

let scene: Scene;
let reviewer: Context;
let viewer: Context;
let consumer: Context;
beforeAll(async () => {
  scene = await openScene('low');
  reviewer = await scene.signer('Ada Reviewer', 'reviewer');
  viewer = await scene.signer('Vera Viewer', 'viewer');
  consumer = await scene.signer('Carl Consumer', 'consumer');
});
afterAll(() => scene.house.close());

const mentions = async (ctx: Context) =>
  (await listInbox(ctx, {})).items.filter(({ kind }) => kind === 'mention');
const lastEvents = async (count: number) =>
  (
    await scene.house.pool.query<{ event: string; step: number | null; body: string }>(
      'SELECT event, step, body FROM ledger_entry WHERE version_id = $1 ORDER BY id DESC LIMIT $2',
      [scene.versionId, count],
    )
  ).rows;

describe('a thread', () => {
  it('opens with a comment, is answered, resolved and reopened; each is an entry without its text', async () => {
    const { threadId } = await openThread(reviewer, { ...scene.address, text: 'Why **this** split?' });
    await addComment(scene.developer, { threadId, text: 'Because of the season.' });
    await resolveThread(reviewer, { threadId, resolved: true });
    expect(await codeOf(addComment(reviewer, { threadId, text: 'One more' }))).toBe('CONFLICT');
    await resolveThread(scene.developer, { threadId, resolved: false });
    expect(await codeOf(resolveThread(scene.developer, { threadId, resolved: false }))).toBe('CONFLICT');
    const page = await listThreads(viewer, scene.address);
    expect(ThreadPage.parse(page)).toEqual(page);
    expect(page.items[0]).toMatchObject({
      revision: 1,
      resolved: null,
      comments: [{ text: 'Why **this** split?' }, { text: 'Because of the season.' }],
    });
    const entries = await lastEvents(4);
    expect(entries.map(({ event }) => event)).toEqual([
      'version.thread-reopened',
      'version.thread-resolved',
      'version.thread-commented',
      'version.thread-opened',
    ]);
    expect(entries.every(({ step }) => step === null)).toBe(true);
    expect(JSON.stringify(entries)).not.toContain('season');
  });

  it('may be about a piece of evidence or a file of this version, and of no other', async () => {
    const evidence = await scene.house.pool.query<{ id: string }>(
      'SELECT id FROM evidence WHERE version_id = $1 LIMIT 1',
      [scene.versionId],
    );
    const evidenceId = evidence.rows[0]!.id;
    const other = await scene.another('elsewhere');
    await openThread(reviewer, { ...scene.address, evidenceId, text: 'Row 12 looks odd.' });
    await openThread(reviewer, { ...scene.address, path: 'schema.json', text: 'No unit?' });
    expect(await codeOf(openThread(reviewer, { ...other.address, evidenceId, text: 'x' }))).toBe('NOT_FOUND');
    expect(await codeOf(openThread(reviewer, { ...scene.address, path: 'none', text: 'x' }))).toBe(
      'NOT_FOUND',
    );
    expect((await listThreads(reviewer, { ...scene.address, evidenceId })).items).toHaveLength(1);
    expect((await listThreads(reviewer, { ...scene.address, path: 'schema.json' })).items).toHaveLength(1);
  });

  it('may be about a cell of a notebook, and stays with it in the next version', async () => {
    const withCells = async (label: string, ...sources: string[]) => {
      const bytes = Buffer.from(
        JSON.stringify({ nbformat: 4, cells: sources.map((source) => ({ cell_type: 'code', source })) }),
      );
      const files = await upload(scene.developer, [
        ...(await exampleFiles('ridership-demand-2.1.0-rc.1')),
        { path: 'notebook.ipynb', kind: 'notebook' as const, bytes },
      ]);
      return (await scene.another(label, {}, { files })).address;
    };
    const at = await withCells('3.0.0', 'import x', 'fit(a, b, seed=1)', 'plot(model)');
    const path = 'notebook.ipynb';
    const ask = (cell: number, text: string) => openThread(reviewer, { ...at, path, cell, text });
    await ask(2, 'Why this seed?');
    await ask(3, 'No axis.');
    const { threadId } = await ask(1, 'Unused.');
    await resolveThread(reviewer, { threadId, resolved: true });
    expect(await codeOf(ask(4, 'x'))).toBe('NOT_FOUND');
    expect(await codeOf(openThread(reviewer, { ...at, cell: 1, text: 'x' }))).toBe('BAD_INPUT');
    expect(await codeOf(openThread(reviewer, { ...at, path: 'schema.json', cell: 1, text: 'x' }))).toBe(
      'NOT_FOUND',
    );
    const seen = async (address: typeof at) => {
      const page = await listCellThreads(viewer, { ...address, path });
      expect(CellThreads.parse(page)).toEqual(page);
      return page.items.map(({ cell, about, thread }) => [cell, about, thread.comments[0]!.text]);
    };
    expect(await seen(at)).toEqual([
      [1, 'here', 'Unused.'],
      [3, 'here', 'No axis.'],
      [2, 'here', 'Why this seed?'],
    ]);
    expect(
      await seen(await withCells('3.1.0', 'new', 'import x', 'fit(a, b, seed=2)', 'plot(model)')),
    ).toEqual([
      [4, 'same-text', 'No axis.'],
      [3, 'earlier-text', 'Why this seed?'],
    ]);
    expect(await seen(await withCells('3.2.0', 'nothing of it'))).toEqual([
      [null, 'gone', 'No axis.'],
      [null, 'gone', 'Why this seed?'],
    ]);
    expect(await codeOf(listCellThreads(consumer, { ...at, path }))).toBe('FORBIDDEN');
    const pair = { model: at.model, before: '3.0.0', after: '3.1.0', path };
    const compared = await compareNotebooks(viewer, pair);
    expect(NotebookComparison.parse(compared)).toEqual(compared);
    expect(compared.rows.map(({ change }) => change)).toEqual(['added', 'same', 'changed', 'same']);
    expect(await compareNotebooks(viewer, { ...pair, pathBefore: 'none.ipynb' })).toMatchObject({
      reason: 'ABSENT',
      before: null,
    });
    expect(await codeOf(compareNotebooks(consumer, pair))).toBe('FORBIDDEN');
  });

  it('is read by viewers and written by those who work on the model; a refused attempt is recorded', async () => {
    expect((await listThreads(viewer, scene.address)).reasons).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await codeOf(openThread(viewer, { ...scene.address, text: 'hello' }))).toBe('FORBIDDEN');
    expect((await lastEvents(1))[0]!.event).toBe('command.refused');
    expect(await codeOf(listThreads(consumer, scene.address))).toBe('FORBIDDEN');
  });

  it('is paged by key', async () => {
    const all = await listThreads(reviewer, { ...scene.address, limit: 200 });
    const first = await listThreads(reviewer, { ...scene.address, limit: 2 });
    const second = await listThreads(reviewer, { ...scene.address, limit: 2, after: first.next! });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      all.items.map(({ id }) => id).slice(0, 4),
    );
  });
});

describe('a comment', () => {
  it('is edited by whoever wrote it, and its earlier text stays', async () => {
    const { threadId, commentId } = await openThread(reviewer, { ...scene.address, text: 'First words' });
    expect(await codeOf(editComment(scene.developer, { commentId, text: 'Other words' }))).toBe('NOT_YOURS');
    await editComment(reviewer, { commentId, text: 'Better words' });
    expect(await codeOf(editComment(reviewer, { commentId, text: 'Better words' }))).toBe('BAD_INPUT');
    const { items } = await listThreads(reviewer, scene.address);
    expect(items.find(({ id }) => id === threadId)!.comments[0]).toMatchObject({
      text: 'Better words',
      earlier: [{ text: 'First words' }],
      mine: true,
    });
    await expect(
      scene.house.database.pool.query("UPDATE comment_text SET text = '' WHERE comment_id = $1", [commentId]),
    ).rejects.toThrow(/permission denied|append-only/);
  });

  it('that mentions somebody waits in their inbox until they have seen it or the thread is resolved', async () => {
    const { actor } = scene.developer;
    expect(await findColleagues(reviewer, { model: scene.model, q: 'dev' })).toEqual([
      { id: actor.id, name: 'Developer' },
    ]);
    const { threadId } = await openThread(reviewer, {
      ...scene.address,
      text: '@Developer please look',
      mentions: [actor.id, reviewer.actor.id],
    });
    expect(await mentions(scene.developer)).toMatchObject([
      { threadId, gate: null, why: 'Ada Reviewer mentioned you in a discussion' },
    ]);
    expect(await mentions(reviewer)).toEqual([]);
    expect(await seeMentions(scene.developer, { threadId })).toEqual({ seen: 1 });
    expect(await mentions(scene.developer)).toEqual([]);
    await addComment(reviewer, { threadId, text: 'again', mentions: [actor.id] });
    expect(await mentions(scene.developer)).toHaveLength(1);
    await resolveThread(reviewer, { threadId, resolved: true });
    expect(await mentions(scene.developer)).toEqual([]);
  });

  it('mentions nobody who could not read it', async () => {
    expect(await findColleagues(reviewer, { model: scene.model, q: '%' })).toEqual([]);
    expect(
      await codeOf(openThread(reviewer, { ...scene.address, text: '@Carl', mentions: [consumer.actor.id] })),
    ).toBe('BAD_INPUT');
  });

  it('of eight people at once is never lost', async () => {
    const { threadId } = await openThread(reviewer, { ...scene.address, text: 'All at once' });
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => addComment(reviewer, { threadId, text: `comment ${index}` })),
    );
    const { items } = await listThreads(reviewer, scene.address);
    expect(items.find(({ id }) => id === threadId)!.comments).toHaveLength(9);
  });
});
