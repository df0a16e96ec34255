import { NoticePage } from '@countersign/contracts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene, signLift } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { drainJobs } from '../worker.ts';
import { listNotices } from './list-notices.ts';

let scene: Scene;
let recallId: string;

const called = async (version: string, consumers: readonly string[]) => {
  const recorded = (await readFixture('ridership-demand-2.1.0-rc.1', 'predictions.ndjson'))
    .toString('utf8')
    .split('\n');
  const lines = consumers.map((consumer, at) =>
    JSON.stringify({
      ...JSON.parse(recorded[at]!),
      id: `${version} ${consumer}`,
      version,
      consumer,
      mode: 'production',
    }),
  );
  const report = await ingestPredictions(
    scene.developer,
    (async function* () {
      yield* lines;
    })(),
  );
  expect(report).toMatchObject({ accepted: consumers.length, refused: [] });
};
const mark = (by: Context, over: { version?: string; standing?: 'advisory' | 'blocked' } = {}) =>
  markVersion(by, {
    ...scene.address,
    standing: 'advisory',
    severity: 'high',
    reason: 'the lag feature is shifted by a day',
    ...over,
  });
const entries = async (event: string) =>
  (
    await scene.house.pool.query<{ body: string }>(
      'SELECT body FROM ledger_entry WHERE event = $1 ORDER BY id',
      [event],
    )
  ).rows.map(({ body }) => JSON.parse(body));

beforeAll(async () => {
  scene = await openScene('low');
  await called(scene.version, ['planning', 'dispatch', 'billing']);
});
afterAll(() => scene.house.close());

describe('notices of a recall', () => {
  it('are raised with the mark, one for each consumer, under one entry that counts them', async () => {
    ({ recallId } = await mark(scene.developer));
    const page = await listNotices(scene.owner, { recallId, limit: 2 });
    expect(NoticePage.parse(page)).toEqual(page);
    // Nobody declared whom to tell for these, and they do not vanish for that.
    expect(page.counts).toEqual({ nobody: 3 });
    expect(page.items).toHaveLength(2);
    const rest = await listNotices(scene.owner, { recallId, limit: 2, after: page.next! });
    expect(rest.next).toBeNull();
    expect([...page.items, ...rest.items].map(({ consumer }) => consumer.key).sort()).toEqual([
      'billing',
      'dispatch',
      'planning',
    ]);
    expect(page.items[0]).toMatchObject({
      kind: 'recall',
      label: scene.version,
      standing: 'advisory',
      severity: 'high',
      calls: 1,
      escalation: null,
      ended: null,
    });
    const [entry] = await entries('notices.raised');
    expect(entry.data).toMatchObject({ recall: recallId, count: 3, nobody: 3, versions: [scene.versionId] });
    expect(JSON.stringify(entry)).not.toContain('planning');
    expect((await listNotices(scene.owner, { consumer: 'billing' })).items).toHaveLength(1);
    expect((await listNotices(scene.owner, { recallId, state: 'proven' })).items).toEqual([]);
  });

  it('are shown to nobody who only uses the model, but their own', async () => {
    const consumer = await scene.house.person('Somebody who uses it');
    expect(await codeOf(listNotices(consumer, {}))).toBe('FORBIDDEN');
    const administrator = await scene.house.person('Notices administrator', 'administrator');
    await grantRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: scene.model });
    expect(await listNotices(consumer, { recallId })).toEqual({ items: [], next: null, counts: {} });
  });

  it('give way to those of a worse mark, and end when the mark is lifted', async () => {
    const worse = await mark(scene.developer, { standing: 'blocked' });
    const [replaced] = await entries('notices.ended');
    expect(replaced.data).toEqual({ recall: recallId, count: 3, why: 'replaced' });
    expect((await listNotices(scene.owner, { recallId, open: true })).items).toEqual([]);
    expect((await listNotices(scene.owner, { recallId: worse.recallId, open: true })).items).toHaveLength(3);
    const approver = await scene.signer('Notices approver', 'approver');
    const reviewer = await scene.signer('Notices reviewer', 'reviewer');
    await signLift(approver, scene.address, 'measured again');
    expect((await entries('notices.ended')).length).toBe(1);
    await signLift(reviewer, scene.address, 'agreed');
    expect((await entries('notices.ended'))[1].data).toMatchObject({ recall: worse.recallId, why: 'lifted' });
    expect(await mark(scene.developer)).toMatchObject({ standing: 'advisory' });
  });

  it('never keep a version from being stopped: what fails is undone alone, and made up by a job', async () => {
    const broken = await scene.another('never-kept');
    await called('never-kept', ['planning']);
    // Looking for the consumers fails, by whatever accident.
    const owner = new pg.Client({ connectionString: scene.house.database.ownerUrl });
    await owner.connect();
    await owner.query('ALTER TABLE notice RENAME TO notice_away');
    const marked = await markVersion(scene.developer, {
      ...broken.address,
      standing: 'blocked',
      severity: 'critical',
      reason: 'stop it',
    });
    await owner.query('ALTER TABLE notice_away RENAME TO notice');
    await owner.end();
    expect(marked.standing).toBe('blocked');
    expect((await listNotices(scene.owner, { recallId: marked.recallId })).counts).toEqual({});
    await drainJobs(scene.house);
    await drainJobs(scene.house);
    expect((await listNotices(scene.owner, { recallId: marked.recallId })).counts).toEqual({ nobody: 1 });
    const raised = (await entries('notices.raised')).filter(({ data }) => data.recall === marked.recallId);
    expect(raised).toHaveLength(1);
  });
});
