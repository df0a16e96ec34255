import { createHash } from 'node:crypto';
import type { RequestRescoring, RescoredRow } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { exampleManifest, readFixture } from '../../test/example-version.ts';
import { openMailServer } from '../../test/mail-server.ts';
import { mailText } from '../../test/mail-text.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { registerConsumer } from '../consumer/register-consumer.ts';
import type { Context, House } from '../context.ts';
import { openNoticeLink } from '../notice/answer-by-link.ts';
import { listNotices } from '../notice/list-notices.ts';
import { ingestOutcomes } from '../prediction/ingest-outcomes.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { markVersion } from '../recall/mark-version.ts';
import { readRecallBoard } from '../recall/read-board.ts';
import { registerVersion } from '../version/register-version.ts';
import { drainJobs } from '../worker.ts';
import { cancelRescoring } from './cancel-rescoring.ts';
import { exportRescored } from './export-rescored.ts';
import { extractFor, listExtracts } from './extract-for.ts';
import { extractByLink, extractOfNotice } from './extract-of-notice.ts';
import { readRescoring } from './find-rescoring.ts';
import { digestLine } from './finish-rescoring.ts';
import { listRescored, listWorst } from './list-rescored.ts';
import { readOutlook } from './read-outlook.ts';
import { requestRescoring } from './request-rescoring.ts';
import { type RescoredStored, rescoredSelect } from './rescored-row.ts';
import { runRescoringJob } from './run-rescoring-job.ts';

interface Claim {
  readonly id: string;
  readonly consumer: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: {
    readonly label: string;
    readonly probabilities: { readonly bad: { readonly value: number } };
  };
}

let house: TestHouse;
let developer: Context;
let viewer: Context;
let claims: Claim[];
const model = 'credit-risk';
const rule = (value: number) =>
  ({ output: 'probabilities.bad', op: '>=', value, then: 'refuse', else: 'grant' }) as const;

const linesOf = async function* (rows: readonly object[]) {
  for (const row of rows) yield JSON.stringify(row);
};
const ingest = async (rows: readonly object[]) =>
  expect(await ingestPredictions(developer, linesOf(rows))).toMatchObject({ refused: [] });

beforeAll(async () => {
  house = await openHouse();
  developer = await house.person('Dev', 'developer');
  viewer = await house.person('Vera', 'viewer');
  await house.model(model);
  for (const [version, value] of [
    ['1.1.0', 0.4],
    ['1.2.0', 0.6],
    ['1.3.0', 0.4],
  ] as const)
    await registerVersion(
      developer,
      await exampleManifest(developer, 'credit-risk-1.1.0', version, { decision: rule(value) }),
    );
  claims = (await readFixture('credit-risk-1.1.0', 'predictions.ndjson'))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  await ingest(claims.map((claim) => ({ ...claim, businessReference: claim.id })));
});
afterAll(() => house.close());

const request = (more: Partial<RequestRescoring> = {}) =>
  requestRescoring(developer, { model, versions: ['1.1.0'], fixed: '1.2.0', ...more });
const run = (id: string, on: House = house) => runRescoringJob(on, { rescoringId: id });
const finished = async (more: Partial<RequestRescoring> = {}) => {
  const { id } = await request(more);
  await run(id);
  return readRescoring(developer, { id });
};
const rowsOf = async (id: string): Promise<RescoredStored[]> =>
  (
    await house.pool.query<RescoredStored>(
      `${rescoredSelect} WHERE x.rescoring_id = $1 ORDER BY x.answered_at, x.prediction_id`,
      [id],
    )
  ).rows;
const textOf = async (pieces: AsyncIterable<string>) => {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
};
const badOf = ({ outputs }: Claim) => outputs.probabilities.bad.value;
const flips = () => claims.filter((claim) => badOf(claim) >= 0.4 && badOf(claim) < 0.6);
const dataOf = async (event: string, id: string) => {
  const { rows } = await house.pool.query<{ body: string }>(
    'SELECT body FROM ledger_entry WHERE event = $1 AND subject_id = $2',
    [event, id],
  );
  expect(rows).toHaveLength(1);
  return JSON.parse(rows[0]!.body).data;
};

describe('a re-scoring', () => {
  it('marks exactly the decisions that the other rule turns, with what both said, and an entry holds its digest', async () => {
    const row = await finished();
    expect(flips().length).toBeGreaterThan(0);
    expect(row).toMatchObject({
      state: 'done',
      basis: 'decision',
      done: claims.length,
      rescored: claims.length,
      flipped: flips().length,
      notRescored: 0,
    });
    const flipped: RescoredRow[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listRescored(developer, { id: row.id, which: 'flipped', limit: 7, after });
      flipped.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    expect(flipped.map(({ callerId }) => callerId).sort()).toEqual(
      flips()
        .map(({ id }) => id)
        .sort(),
    );
    for (const { old, new: fixed } of flipped)
      expect([old?.decision, fixed?.decision]).toEqual(['refuse', 'grant']);
    expect((await listWorst(developer, { id: row.id })).items[0]).toMatchObject({ flipped: true });

    const data = await dataOf('rescoring.finished', row.id);
    const digest = createHash('sha256');
    for (const stored of await rowsOf(row.id)) digest.update(digestLine(stored));
    expect(data).toMatchObject({
      flipped: flips().length,
      rescored: claims.length,
      digest: digest.digest('hex'),
    });
    expect(row).toMatchObject({ digest: data.digest, number: expect.any(Number) });
  });

  it('gives each consumer its own part, whose digest is that of the file', async () => {
    const { id } = await finished();
    const { items } = await listExtracts(developer, { id });
    expect(items.map(({ consumer }) => consumer)).toEqual(
      [...new Set(claims.map((claim) => claim.consumer))].sort(),
    );
    expect(items.reduce((sum, { rows }) => sum + rows, 0)).toBe(claims.length);
    const { consumer, digest, bytes } = items[0]!;
    const extract = await extractFor(developer, { rescoringId: id, consumer });
    const text = await textOf(extract.pieces());
    expect(createHash('sha256').update(text).digest('hex')).toBe(digest);
    expect(extract).toMatchObject({ digest, digestAtEnd: digest, bytes });
    const own = claims.filter((claim) => claim.consumer === consumer);
    for (const claim of claims) expect(text.includes(`,${claim.id},`)).toBe(own.includes(claim));
    expect(await codeOf(extractFor(developer, { rescoringId: id, consumer: 'nobody' }))).toBe('NOT_FOUND');

    const ndjson = await textOf(await exportRescored(developer, { id, which: 'flipped', format: 'ndjson' }));
    const lines = ndjson
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(flips().length);
    expect(lines[0]).toMatchObject({ flipped: true, fixed: '1.2.0', old: { decision: 'refuse' } });
  });

  it('looks only at those on whose inputs the conditions hold; the rest is counted, and in no list', async () => {
    const [first] = claims;
    const value = first!.inputs.Home as string;
    const affected = claims.filter(({ inputs }) => inputs.Home === value && Number(inputs.Seniority) >= 5);
    const row = await finished({
      conditions: [
        { field: 'Home', comparison: '=', value },
        { field: 'Seniority', comparison: '>=', value: 5 },
      ],
    });
    expect(row).toMatchObject({ rescored: affected.length, outside: claims.length - affected.length });
    const exported = await textOf(await exportRescored(developer, { id: row.id, format: 'csv' }));
    expect(exported.trim().split('\r\n')).toHaveLength(affected.length + 1);
  });

  it('says why a prediction was not re-scored, and counts what was wrong before and after where the truth is known', async () => {
    const about = (more: object) => ({ ...claims[0]!, version: '1.3.0', id: uuidv7(), ...more });
    await ingest([
      about({ businessReference: 'known' }),
      about({ subject: 'anna' }),
      about({ inputs: { ...claims[0]!.inputs } }),
    ]);
    await ingestOutcomes(
      developer,
      { model },
      linesOf([{ businessReference: 'known', actual: 'neither', observedAt: '2020-01-01T00:00:00Z' }]),
    );
    await house.pool.query('UPDATE subject_key SET sealed = NULL, sealed_with = NULL, erased_at = now()');
    const row = await finished({ versions: ['1.3.0'] });
    expect(row).toMatchObject({ rescored: 2, notRescored: 1, known: 1, oldMisses: 1, newMisses: 1 });
    expect(row.reasons).toEqual([
      { code: 'SUBJECT_ERASED', because: 'what was recorded about its subject was erased', count: 1 },
    ]);
    const { items } = await listRescored(developer, { id: row.id, code: 'SUBJECT_ERASED' });
    expect(items).toMatchObject([{ state: 'not-rescored', old: null, new: null }]);
  });

  it('of a subject who is erased afterwards keeps the digest, and nothing of what was said', async () => {
    const id = uuidv7();
    await ingest([
      { ...claims[0]!, version: '1.3.0', id, subject: 'ben', timestamp: '2019-03-01T00:00:00Z' },
    ]);
    const row = await finished({
      versions: ['1.3.0'],
      period: { from: '2019-03-01', to: '2019-03-01', zone: 'UTC' },
    });
    const before = await listRescored(developer, { id: row.id });
    expect(before.items).toMatchObject([
      { callerId: id, gone: false, new: { decision: expect.any(String) } },
    ]);
    const stored = JSON.stringify((await rowsOf(row.id))[0]!.detail);
    expect(stored).not.toMatch(/refuse|grant/);
    await house.pool.query(
      'UPDATE subject_key SET sealed = NULL, sealed_with = NULL, erased_at = now() WHERE erased_at IS NULL',
    );
    expect((await listRescored(developer, { id: row.id })).items).toMatchObject([{ gone: true, old: null }]);
    const digest = createHash('sha256')
      .update(digestLine((await rowsOf(row.id))[0]!))
      .digest('hex');
    expect(digest).toBe(row.digest);
    const extract = await extractFor(developer, { rescoringId: row.id, consumer: claims[0]!.consumer });
    expect(extract.digest).not.toBe(extract.digestAtEnd);
  });
});

describe('the job of a re-scoring', () => {
  const many = 1_300;
  beforeAll(() =>
    ingest(
      Array.from({ length: many }, (_, index) => ({
        ...claims[index % claims.length]!,
        version: '1.2.0',
        id: `many-${index}`,
      })),
    ),
  );
  const asked = { versions: ['1.2.0'], fixed: '1.1.0' };

  it('that dies goes on where it stood, and two at once write nothing twice', async () => {
    const { id } = await request(asked);
    let calls = 0;
    const dying: House = {
      ...house,
      scorer: {
        ...house.scorer,
        scoreRuns: (on) => {
          calls += 1;
          if (calls > 1) throw new Error('killed');
          return house.scorer.scoreRuns(on);
        },
      },
      trialScorer: {
        ...house.scorer,
        scoreRuns: (on) => {
          calls += 1;
          if (calls > 1) throw new Error('killed');
          return house.scorer.scoreRuns(on);
        },
      },
    };
    await expect(run(id, dying)).rejects.toThrow('killed');
    const stopped = await readRescoring(developer, { id });
    expect(stopped.state).toBe('running');
    expect(stopped.done).toBeLessThan(many);
    await Promise.all([run(id), run(id)]);
    await run(id);
    const row = await readRescoring(developer, { id });
    expect(row).toMatchObject({ state: 'done', done: many, total: many, rescored: many });
    expect(new Set((await rowsOf(id)).map((stored) => stored.prediction_id)).size).toBe(many);
    await dataOf('rescoring.finished', id);
  });

  it('stops when it is cancelled, and what is over stays over', async () => {
    const { id } = await request(asked);
    await cancelRescoring(developer, { id });
    await run(id);
    expect(await readRescoring(developer, { id })).toMatchObject({ state: 'cancelled', done: 0 });
    expect(await codeOf(cancelRescoring(developer, { id }))).toBe('CONFLICT');
    await dataOf('rescoring.cancelled', id);
  });

  it('gives its turn back when the process stops, and leaves a job for the rest', async () => {
    const { id } = await request(asked);
    await house.pool.query('DELETE FROM graphile_worker._private_jobs');
    await runRescoringJob(house, { rescoringId: id }, AbortSignal.abort());
    const { rows } = await house.pool.query('SELECT key FROM graphile_worker.jobs WHERE key = $1', [
      `rescoring.run/${id}`,
    ]);
    expect(rows).toHaveLength(1);
    expect(await readRescoring(developer, { id })).toMatchObject({ state: 'running', done: 0 });
    await cancelRescoring(developer, { id });
  });
});

describe('a re-scoring of a recall', () => {
  it('goes to each consumer once, with its own part alone, and is what the closing waits for', async () => {
    const server = await openMailServer();
    const mailed = { ...house, mailer: server.mailer() };
    const owner = await house.person('Olga', 'owner');
    const [consumer, other] = [...new Set(claims.map((claim) => claim.consumer))];
    await registerConsumer(owner, {
      consumer: consumer!,
      name: 'The desk',
      purpose: 'lends',
      contacts: ['desk@lends.example'],
      ...{ volumePerDay: null, serviceLevels: null, whenBlocked: null },
    });
    const { recallId } = await markVersion(developer, {
      model,
      version: '1.1.0',
      standing: 'blocked',
      severity: 'high',
      reason: 'The threshold is wrong.',
      replacement: '1.2.0',
      affectedInputs: [{ field: 'Home', comparison: '=', value: 'rent' }],
    });
    await drainJobs(mailed);
    const pair = { model, versions: ['1.1.0'], fixed: '1.2.0', recallId };
    expect((await readOutlook(developer, pair)).conditions).toEqual([
      { field: 'Home', comparison: '=', value: 'rent' },
    ]);
    const condition = async () =>
      (await readRecallBoard(owner, { recallId })).conditions.find(({ key }) => key === 'rescored');
    expect(await condition()).toMatchObject({ met: false, stands: 'Not yet: 1.1.0.' });
    const mails = () => server.received.filter(({ to }) => to.includes('desk@lends.example'));
    const told = mails().length;
    await finished({ recallId });
    await finished({ recallId });
    await drainJobs(mailed);
    expect(await condition()).toMatchObject({ met: true });
    expect(mails()).toHaveLength(told + 1);
    const text = mailText(mails().at(-1)!.raw);
    const own = claims.filter((claim) => claim.consumer === consumer).length;
    const flipped = flips().filter((claim) => claim.consumer === consumer).length;
    expect(text).toContain(`of ${own} predictions ${flipped || 'none'} would have been answered otherwise`);
    const secret = /\/notice#(\S+)/.exec(text)![1]!;
    const byLink = await textOf((await extractByLink(mailed, { secret })).pieces());
    for (const claim of claims) expect(byLink.includes(`,${claim.id},`)).toBe(claim.consumer === consumer);
    expect((await openNoticeLink(mailed, { secret })).extract).toMatchObject({ rows: own, fixed: '1.2.0' });
    const noticeOf = async (key: string) =>
      (await listNotices(owner, { recallId, consumer: key })).items[0]!.id;
    const mine = await extractOfNotice(owner, { noticeId: await noticeOf(consumer!) });
    expect(await textOf(mine.pieces())).toBe(byLink);
    const answerer = await house.person('Desk lead', 'consumer');
    await house.pool.query('UPDATE consumer SET answerer_id = $1 WHERE key = $2', [
      answerer.actor.id,
      consumer,
    ]);
    expect((await extractOfNotice(answerer, { noticeId: await noticeOf(consumer!) })).rows).toBe(own);
    if (other)
      expect(await codeOf(extractOfNotice(answerer, { noticeId: await noticeOf(other) }))).toBe('FORBIDDEN');
    expect(await codeOf(extractByLink(mailed, { secret: 'none' }))).toBe('LINK_INVALID');
    await server.close();
  });
});

describe('who', () => {
  it('reads no predictions asks for none and sees no rows; numbers are open to whoever sees the model', async () => {
    const { id } = await request();
    expect(await readRescoring(viewer, { id })).toMatchObject({ mayReadRows: false, mayCancel: false });
    const caller = await house.person('Caller', 'consumer');
    for (const refused of [
      () => requestRescoring(viewer, { model, versions: ['1.1.0'], fixed: '1.2.0' }),
      () => listRescored(viewer, { id }),
      () => listExtracts(viewer, { id }),
      () => cancelRescoring(viewer, { id }),
      () => readRescoring(caller, { id }),
    ])
      expect(await codeOf(refused())).toBe('FORBIDDEN');
    await cancelRescoring(developer, { id });
  });

  it('asks for what cannot be is told what to say instead', async () => {
    for (const wrong of [
      { fixed: '1.1.0' },
      { conditions: [{ field: 'Nothing', comparison: '=' as const, value: 1 }] },
      { conditions: [{ field: 'Home', comparison: '<' as const, value: 'x' }] },
      { corrections: [{ field: 'Seniority', from: 'Nothing' }] },
      { period: { from: '2020-02-01', to: '2020-01-01', zone: 'UTC' } },
    ])
      expect(await codeOf(request(wrong))).toBe('BAD_INPUT');
    expect(await codeOf(request({ fixed: '9.9.9' }))).toBe('NOT_FOUND');
    const outlook = await readOutlook(developer, { model, versions: ['1.1.0'], fixed: '1.2.0' });
    expect(outlook).toMatchObject({ basis: 'decision', missing: [], predictions: { count: claims.length } });
  });
});
