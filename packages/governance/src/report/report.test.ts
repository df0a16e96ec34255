import { buffer, text } from 'node:stream/consumers';
import { ReportDocument, type RequestReport } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import { verifiedPack } from '../../test/verified-pack.ts';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { grantRole } from '../role/grant-role.ts';
import { cancelReport } from './cancel-report.ts';
import { listReports } from './list-reports.ts';
import { readReport } from './read-report.ts';
import { readReportFile } from './read-report-file.ts';
import { readReportPack } from './read-report-pack.ts';
import { requestReport } from './request-report.ts';
import { runReportJob } from './run-report-job.ts';

let scene: Scene;
let compliance: Context;
let administrator: Context;
beforeAll(async () => {
  scene = await openScene('moderate');
  await walkToGoLive(scene);
  compliance = await scene.signer('Cora Compliance', 'compliance');
  administrator = await scene.signer('Ada Administrator', 'administrator');
});
afterAll(() => scene.house.close());

const today = () => new Date().toISOString().slice(0, 10);
const ask = (more: Partial<RequestReport> = {}): RequestReport => ({
  kind: 'record',
  models: [scene.model],
  period: { from: today(), to: today(), zone: 'UTC' },
  ...more,
});

async function made(by: Context, asked: RequestReport) {
  const { id } = await requestReport(by, asked);
  await runReportJob(scene.house, { reportId: id });
  const row = await readReport(by, { id });
  expect(row).toMatchObject({ state: 'done', problem: null });
  const bytes = async (format: 'json' | 'csv' | 'pdf') =>
    buffer((await readReportFile(by, { id, format })).open());
  return { row, bytes, document: JSON.parse((await bytes('json')).toString()) as ReportDocument };
}

describe('the record of a model and a period', () => {
  it('lists every entry of the period, signatures as they were signed, evidence as checked, and fits its published schema', async () => {
    const { row, document } = await made(compliance, ask());
    expect(ReportDocument.parse(document)).toEqual(document);
    const { rows: known } = await scene.house.pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM ledger_entry l JOIN model m ON m.id = l.model_id JOIN ledger_number n ON n.entry_id = l.id WHERE m.key = $1 AND n.number < $2',
      [scene.model, row.ledgerSize],
    );
    expect(document.rows.entries).toHaveLength(known[0]!.count);
    expect(row.entries).toBe(known[0]!.count);
    const signatures = document.rows.signatures!;
    expect(signatures.map(({ gate, state, valid }) => [gate, state, valid])).toEqual([
      ['review', 'current', true],
      ['approval', 'current', true],
      ['goLive', 'current', true],
    ]);
    expect(signatures[0]).toMatchObject({
      role: 'reviewer',
      reason: 'Read and weighed.',
      assurance: 'server-key/password',
      version: scene.version,
    });
    expect(document.rows.versions).toMatchObject([
      { version: scene.version, stage: 'approved', rail: '●─●─●─○─○', reviewSigned: 1, standing: 'usable' },
    ]);
    expect(document.rows.evidence!.every(({ basis }) => basis === 'checked')).toBe(true);
    expect(document.statement[0]).toContain(`${known[0]!.count} entries about ${scene.model}`);
  });

  it('has every row in its CSV, none of which is a formula, and a tagged PDF made of the same file', async () => {
    const { row, document, bytes } = await made(compliance, ask());
    const csv = (await bytes('csv')).toString();
    const rows = Object.values(document.rows).flat().length;
    expect(
      csv.split('\r\n').filter((line) => /^(?:entries|signatures|versions|evidence),/.test(line)).length,
    ).toBe(
      ['entries', 'signatures', 'versions', 'evidence'].reduce(
        (sum, key) => sum + document.rows[key]!.length,
        0,
      ),
    );
    expect(rows).toBeGreaterThan(20);
    const pdf = (await bytes('pdf')).toString('latin1');
    expect(pdf).toMatch(/^%PDF-1\.7/);
    expect(pdf.trimEnd()).toMatch(/%%EOF$/);
    expect(pdf).toContain('/Marked true');
    expect(pdf).toContain('/Lang (en)');
    const json = row.files.find(({ format }) => format === 'json')!;
    expect(sha256Hex(await bytes('json'))).toBe(json.digest);
  });

  it('comes with an evidence pack in which the files, the entry that vouches for them and every entry spoken of are proven', async () => {
    const { row, document } = await made(compliance, ask());
    const verdict = await verifiedPack(scene.house, await readReportPack(compliance, { id: row.id }));
    const names = verdict.bytes.toString('latin1');
    for (const name of ['report.json', 'report.csv', 'report.pdf', 'checkpoint', 'SHA256SUMS'])
      expect(names).toContain(name);
    expect(verdict.rows.filter((found) => found.verdict === 'broken')).toEqual([]);
    expect(verdict.rows.map(({ said }) => said).join()).toContain(`vouched for by entry ${row.number}`);
    expect(document.speaksOf.entries.length).toBeGreaterThan(0);
  });

  it('is an entry when it is asked for and one when it is made, which holds the digests of its files', async () => {
    const { row } = await made(compliance, ask());
    const { rows } = await scene.house.pool.query<{ event: string; actor_id: string; body: string }>(
      'SELECT event, actor_id, body FROM ledger_entry WHERE subject_id = $1 ORDER BY id',
      [row.id],
    );
    expect(rows.map(({ event }) => event)).toEqual(['report.requested', 'report.exported']);
    expect(rows[0]!.actor_id).toBe(compliance.actor.id);
    expect(JSON.parse(rows[1]!.body).data).toMatchObject({
      serial: row.serial,
      definition: row.definitionDigest,
      files: Object.fromEntries(row.files.map(({ format, digest }) => [`report.${format}`, digest])),
    });
    expect(row.number).not.toBeNull();
  });

  it('states that nothing happened, where nothing did', async () => {
    const { document } = await made(
      compliance,
      ask({ period: { from: '2001-01-01', to: '2001-12-31', zone: 'Europe/Berlin' } }),
    );
    expect(document).toMatchObject({ empty: true, title: 'Statement of no events', rows: { entries: [] } });
    expect(document.statement[0]).toBe(
      `From 2001-01-01 to 2001-12-31, both days whole, in Europe/Berlin, the ledger has no entry about ${scene.model}. Nothing happened that Countersign records.`,
    );
    expect(document.definition.period).toMatchObject({
      start: '2000-12-31T23:00:00.000Z',
      end: '2001-12-31T23:00:00.000Z',
    });
  });

  it('says where it holds records that bear on rules, what it does not hold, and the gaps', async () => {
    const { document } = await made(compliance, ask({ ruleSets: ['eu-ai-act', '21-cfr-11'] }));
    const rules = document.rows.rules!;
    expect(rules.find(({ rule }) => rule === '11.50')).toMatchObject({
      here: expect.stringMatching(/^.*ignatures.* \(\d+\)$/),
      notHere: null,
      gap: null,
    });
    expect(rules.find(({ rule }) => rule === '11.10(a)')).toMatchObject({
      here: 'nothing',
      gap: expect.any(String),
    });
    expect(document.sections.find(({ key }) => key === 'rules')!.note).toContain('not whether a rule is met');
    const alone = await made(compliance, ask({ events: ['sign-offs'], ruleSets: ['eu-ai-act'] }));
    const article12 = alone.document.rows.rules!.find(({ rule }) => rule === 'Article 12');
    expect(article12!.notHere).toContain('Recorded predictions');
    expect(await codeOf(requestReport(compliance, ask({ ruleSets: ['unheard-of'] })))).toBe('NOT_FOUND');
  });

  it('narrows by kinds of events and by people, and says so', async () => {
    const { document } = await made(
      compliance,
      ask({ models: undefined, people: [scene.owner.actor.id], events: ['sign-offs'] }),
    );
    expect(new Set(document.rows.entries!.map(({ event }) => event))).toEqual(new Set(['version.requested']));
    expect(document.statement[0]).toContain(
      'by or about the person named of these kinds: requests and sign-offs',
    );
  });
});

describe('who makes reports', () => {
  it('refuses reviewers and others’ owners, records it, and lets owners report on their models', async () => {
    const reviewer = await scene.signer('Rita Only Reviews', 'reviewer');
    expect(await codeOf(requestReport(reviewer, ask()))).toBe('FORBIDDEN');
    const { rows } = await scene.house.pool.query(
      "SELECT FROM ledger_entry WHERE event = 'command.refused' AND actor_id = $1",
      [reviewer.actor.id],
    );
    expect(rows).toHaveLength(1);
    const owner = await scene.signer('Olga Owner of one');
    await grantRole(administrator, { personId: owner.actor.id, role: 'owner', modelKey: scene.model });
    const { row } = await made(owner, ask());
    expect(await codeOf(requestReport(owner, ask({ models: undefined })))).toBe('FORBIDDEN');
    expect((await listReports(owner, {})).items.map(({ id }) => id)).toContain(row.id);
  });

  it('gives an auditor what their role opens and refuses the whole where a part is beyond it', async () => {
    const auditor = await scene.signer('Audrey Auditor');
    await grantRole(administrator, {
      personId: auditor.actor.id,
      role: 'auditor',
      modelKey: scene.model,
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
      periodFrom: `${today()}T00:00:00Z`,
    });
    const { row } = await made(auditor, ask());
    expect(await codeOf(requestReport(auditor, ask({ models: undefined })))).toBe('FORBIDDEN');
    expect(
      await codeOf(requestReport(auditor, ask({ period: { from: '2001-01-01', to: today(), zone: 'UTC' } }))),
    ).toBe('FORBIDDEN');
    const { rows } = await scene.house.pool.query<{ id: string }>(
      'UPDATE role_assignment SET ends_at = $2 WHERE person_id = $1 RETURNING id',
      [auditor.actor.id, new Date(Date.now() - 1_000)],
    );
    expect(rows).toHaveLength(1);
    expect(await codeOf(readReportFile(auditor, { id: row.id, format: 'pdf' }))).toBe('FORBIDDEN');
  });

  it('makes nothing for somebody who lost the role meanwhile, and says why', async () => {
    const owner = await scene.signer('Otto Owner for a while');
    await grantRole(administrator, { personId: owner.actor.id, role: 'owner', modelKey: scene.model });
    const { id } = await requestReport(owner, ask());
    await scene.house.pool.query('UPDATE role_assignment SET revoked_at = now() WHERE person_id = $1', [
      owner.actor.id,
    ]);
    await runReportJob(scene.house, { reportId: id });
    const row = await readReport(compliance, { id });
    expect(row).toMatchObject({ state: 'failed', files: [] });
    expect(row.problem).toContain('roles');
  });

  it('does not let an administrator read what predictions were about', async () => {
    const customer = { kind: 'business', reference: 'A-1', reason: 'a complaint' } as const;
    expect(await codeOf(requestReport(administrator, ask({ customer })))).toBe('FORBIDDEN');
    const { row } = await made(compliance, ask({ customer }));
    expect(JSON.stringify(row)).not.toContain('A-1');
    const { rows } = await scene.house.pool.query<{ body: string }>(
      "SELECT body FROM ledger_entry WHERE event = 'subject.looked-up' ORDER BY id DESC LIMIT 1",
    );
    expect(JSON.parse(rows[0]!.body).data).toMatchObject({ report: row.id, by: 'business' });
  });
});

describe('the job', () => {
  it('goes on where it was interrupted, and repeats nothing', async () => {
    const { id } = await requestReport(compliance, ask());
    const stopping = new AbortController();
    stopping.abort();
    await runReportJob(scene.house, { reportId: id }, stopping.signal).catch(() => {});
    await runReportJob(scene.house, { reportId: id });
    await runReportJob(scene.house, { reportId: id });
    const { rows } = await scene.house.pool.query(
      "SELECT FROM ledger_entry WHERE event = 'report.exported' AND subject_id = $1",
      [id],
    );
    expect(rows).toHaveLength(1);
    expect((await readReport(compliance, { id })).files.map(({ format }) => format).sort()).toEqual([
      'csv',
      'json',
      'pdf',
    ]);
  });

  it('says so where its last try fails, instead of being made for ever', async () => {
    const { id } = await requestReport(compliance, ask());
    const { blobs } = scene.house;
    const full = Object.assign(Object.create(blobs), {
      put: () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' })),
    });
    const house = { ...scene.house, blobs: full };
    await expect(runReportJob(house, { reportId: id })).rejects.toThrow('no space left');
    expect((await readReport(compliance, { id })).state).toBe('running');
    await expect(runReportJob(house, { reportId: id, isLast: true })).rejects.toThrow('no space left');
    expect(await readReport(compliance, { id })).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('Ask for it again'),
    });
  });

  it('leaves nothing to download once it was cancelled', async () => {
    const { id } = await requestReport(compliance, ask());
    await cancelReport(compliance, { id });
    await runReportJob(scene.house, { reportId: id });
    expect(await readReport(compliance, { id })).toMatchObject({
      state: 'cancelled',
      files: [],
      mayCancel: false,
    });
    expect(await codeOf(readReportFile(compliance, { id, format: 'json' }))).toBe('NOT_FOUND');
    expect(await codeOf(cancelReport(compliance, { id }))).toBe('CONFLICT');
  });

  it('gives serial numbers without gaps, also to those who ask at once', async () => {
    const cancelled = (await listReports(compliance, {})).items.filter(({ state }) => state === 'queued');
    for (const { id } of cancelled) await cancelReport(compliance, { id });
    const asked = await Promise.all([ask(), ask(), ask()].map((one) => requestReport(compliance, one)));
    const numbers = asked.map(({ serial }) => Number(serial.slice(-6))).sort((a, b) => a - b);
    expect(numbers).toEqual([numbers[0]!, numbers[0]! + 1, numbers[0]! + 2]);
    for (const { id } of asked) await cancelReport(compliance, { id });
  });
});

it('keeps the text of a finished file where blobs are swept', async () => {
  const { row, bytes } = await made(compliance, ask());
  expect(await text((await readReportFile(compliance, { id: row.id, format: 'csv' })).open())).toBe(
    (await bytes('csv')).toString(),
  );
});
