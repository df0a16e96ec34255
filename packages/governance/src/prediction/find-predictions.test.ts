import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { exampleManifest, readFixture } from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { readEntry } from '../ledger/read-entry.ts';
import { grantRole } from '../role/grant-role.ts';
import { registerVersion } from '../version/register-version.ts';
import { exportPredictions } from './export-predictions.ts';
import { ingestPredictions } from './ingest-predictions.ts';
import { listPredictions } from './list-predictions.ts';
import { lookUpSubject } from './look-up-subject.ts';

let house: TestHouse;
let developer: Context;
let compliance: Context;
const person = 'CUSTOMER 4711';
const reason = 'Complaint 88 of a customer';

async function* linesOf(rows: readonly unknown[]) {
  for (const row of rows) yield JSON.stringify(row);
}

beforeAll(async () => {
  house = await openHouse();
  developer = await house.person('Dev', 'developer');
  compliance = await house.person('Cora', 'compliance');
  const [claim] = (await readFixture('credit-risk-1.1.0', 'predictions.ndjson')).toString('utf8').split('\n');
  for (const [model, label] of [
    ['credit-risk', '1.1.0'],
    ['other-risk', '1.1.0'],
  ] as const) {
    await house.model(model);
    const manifest = await exampleManifest(developer, 'credit-risk-1.1.0', label, { model });
    await registerVersion(developer, manifest);
    const rows = Array.from({ length: 12 }, (_, index) => ({
      ...JSON.parse(claim!),
      model,
      id: `${model}-${index}`,
      timestamp: `2026-01-${String(index + 1).padStart(2, '0')}T12:00:00+02:00`,
      consumer: index % 2 ? '=cmd()' : 'branch',
      businessReference: `application-${index % 3}`,
      ...(index === 5 && { subject: person }),
    }));
    expect(await ingestPredictions(developer, linesOf(rows))).toMatchObject({ accepted: 12, refused: [] });
  }
});
afterAll(() => house.close());

const idsOf = async (ctx: Context, filter: Parameters<typeof listPredictions>[1]) =>
  (await listPredictions(ctx, { limit: 200, ...filter })).items.map(({ callerId }) => callerId);

describe('searching predictions', () => {
  it('goes by the time of the answer, newest first, in whatever order they were recorded', async () => {
    const january = {
      model: 'credit-risk',
      from: '2026-01-03T00:00:00+02:00',
      to: '2026-01-06T00:00:00+02:00',
    };
    expect(await idsOf(compliance, january)).toEqual(['credit-risk-4', 'credit-risk-3', 'credit-risk-2']);
    expect(await idsOf(compliance, { ...january, to: '2026-01-05T10:00:00.000Z' })).toHaveLength(2);
    const first = await listPredictions(compliance, { limit: 20 });
    expect(first.total).toEqual({ count: 24, more: false });
    const rest = await listPredictions(compliance, { limit: 20, after: first.next! });
    expect(rest).toMatchObject({ next: null, total: null });
    const times = [...first.items, ...rest.items].map(({ answeredAt }) => answeredAt);
    expect(times).toHaveLength(24);
    expect(times).toEqual(times.toSorted().reverse());
  });

  it('finds by version, consumer, the caller’s id and the business reference', async () => {
    expect(
      await idsOf(compliance, { model: 'credit-risk', version: '1.1.0', consumer: 'branch' }),
    ).toHaveLength(6);
    expect(await idsOf(compliance, { callerId: 'other-risk-7' })).toEqual(['other-risk-7']);
    const cases = { businessReference: 'application-1' };
    expect(await idsOf(compliance, { ...cases, model: 'credit-risk' })).toHaveLength(4);
    expect(await idsOf(compliance, cases)).toHaveLength(8);
    for (const nothing of [{ consumer: 'nobody' }, { callerId: 'none' }, { businessReference: 'none' }])
      expect(await listPredictions(compliance, nothing)).toMatchObject({ items: [], total: { count: 0 } });
    expect(await codeOf(listPredictions(compliance, { version: '1.1.0' }))).toBe('BAD_INPUT');
    expect(await codeOf(listPredictions(compliance, { from: 'yesterday' }))).toBe('BAD_INPUT');
    expect(await codeOf(listPredictions(compliance, { consumer: 'a\0b' }))).toBe('BAD_INPUT');
  });

  it('shows the predictions of the models that one’s roles open, and no others', async () => {
    const administrator = await house.person('Ada', 'administrator');
    const reviewer = await house.person('Rita');
    const personId = (reviewer.actor as { id: string }).id;
    expect(await codeOf(listPredictions(reviewer, {}))).toBe('FORBIDDEN');
    await grantRole(administrator, { personId, role: 'reviewer', modelKey: 'other-risk' });
    const own = await listPredictions(reviewer, { limit: 200 });
    expect(own.total).toEqual({ count: 12, more: false });
    expect(new Set(own.items.map(({ model }) => model))).toEqual(new Set(['other-risk']));
    expect(await idsOf(reviewer, { businessReference: 'application-2' })).toHaveLength(4);
    expect(await idsOf(reviewer, { callerId: 'credit-risk-1' })).toEqual([]);
    expect(await codeOf(listPredictions(reviewer, { model: 'credit-risk' }))).toBe('FORBIDDEN');
    expect((await lookUpSubject(reviewer, { subject: person, reason })).items).toHaveLength(1);
  });

  it('is exported as CSV in which a caller’s text is no formula', async () => {
    let text = '';
    for await (const piece of await exportPredictions(compliance, { consumer: '=cmd()' })) text += piece;
    const [head, ...rows] = text.trim().split('\r\n');
    expect(head).toContain('id,caller id,model,version,consumer');
    expect(rows).toHaveLength(12);
    expect(rows.every((row) => row.includes("'=cmd()"))).toBe(true);
    const viewer = await house.person('Vera', 'viewer');
    expect(await codeOf(exportPredictions(viewer, {}))).toBe('FORBIDDEN');
  });
});

describe('looking up a subject', () => {
  const lookUps = async () =>
    (await listEntries(compliance, { event: 'subject.looked-up', limit: 200 })).items;

  it('finds all models’ predictions, and leaves an entry with the reason and a hash, never the reference', async () => {
    const found = await lookUpSubject(compliance, { subject: person, reason });
    expect(found.items.map(({ callerId }) => callerId).sort()).toEqual(['credit-risk-5', 'other-risk-5']);
    const entry = await readEntry(compliance, { id: found.receipt.entryIds[0]! });
    expect(entry.row).toMatchObject({ event: 'subject.looked-up', actor: { name: 'Cora' } });
    expect(entry.row.summary).toBe('Cora looked up a subject: 2 predictions found.');
    expect(JSON.parse(entry.body).data).toMatchObject({
      found: 2,
      more: false,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(entry.records).toMatchObject([{ name: 'reason', text: reason }]);
    const tables = await house.pool.query<{ found: boolean }>(
      `SELECT (SELECT count(*) FROM ledger_entry WHERE body LIKE $1) + (SELECT count(*) FROM prediction p WHERE p::text LIKE $1)
         + (SELECT count(*) FROM scoring_run r WHERE r.parameters::text LIKE $1) > 0 AS found`,
      [`%${person}%`],
    );
    expect(tables.rows[0]!.found).toBe(false);
  });

  it('is recorded when nothing is found, for each further page, and when it is refused', async () => {
    const before = (await lookUps()).length;
    const nothing = await lookUpSubject(compliance, { subject: 'NOBODY', reason });
    expect(nothing).toMatchObject({ items: [], total: { count: 0, more: false } });
    const first = await lookUpSubject(compliance, { subject: person, reason, limit: 1 });
    const second = await lookUpSubject(compliance, { subject: person, reason, limit: 1, after: first.next! });
    expect(second.items).toHaveLength(1);
    expect(await lookUps()).toHaveLength(before + 3);
    const viewer = await house.person('Victor', 'viewer');
    expect(await codeOf(lookUpSubject(viewer, { subject: person, reason }))).toBe('FORBIDDEN');
    const [refused] = (await listEntries(compliance, { refused: true })).items;
    expect(refused!.summary).toContain('look-up-subject');
    expect(await lookUps()).toHaveLength(before + 3);
  });

  it('is narrowed to a model and a day', async () => {
    const day = { from: '2026-01-06T00:00:00Z', to: '2026-01-07T00:00:00Z' };
    const inOne = { subject: person, reason, model: 'credit-risk' };
    expect((await lookUpSubject(compliance, { ...inOne, ...day })).items).toHaveLength(1);
    expect((await lookUpSubject(compliance, { ...inOne, from: day.to })).items).toEqual([]);
  });
});
