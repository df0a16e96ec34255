import { buffer } from 'node:stream/consumers';
import { ReportDocument, type RequestReport } from '@countersign/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import { verifiedPack } from '../../test/verified-pack.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { answerFinding } from '../finding/answer-finding.ts';
import { recordFinding } from '../finding/record-finding.ts';
import { grantRole } from '../role/grant-role.ts';
import { readReportFile } from './read-report-file.ts';
import { readReportPack } from './read-report-pack.ts';
import { requestReport } from './request-report.ts';
import { runReportJob } from './run-report-job.ts';

let scene: Scene;
let compliance: Context;
let reviewer: Context;
/** When everything was signed and nothing served yet. */
let signed: string;
beforeAll(async () => {
  scene = await openScene('low');
  reviewer = (await walkToGoLive(scene)).reviewers[0]!;
  compliance = await scene.signer('Cora Compliance', 'compliance');
  signed = new Date().toISOString();
});
afterAll(() => scene.house.close());

async function made(
  asked: Partial<RequestReport> & Pick<RequestReport, 'kind'>,
  by = compliance,
): Promise<ReportDocument> {
  const { id } = await requestReport(by, { models: [scene.model], ...asked });
  await runReportJob(scene.house, { reportId: id });
  for (const format of ['csv', 'pdf'] as const)
    expect((await buffer((await readReportFile(by, { id, format })).open())).length).toBeGreaterThan(100);
  return JSON.parse((await buffer((await readReportFile(by, { id, format: 'json' })).open())).toString());
}

it('lists open findings by age and leaves out those that were settled', async () => {
  const due = new Date(Date.now() + 86_400_000).toISOString();
  const finding = (title: string) =>
    recordFinding(reviewer, {
      ...scene.address,
      title,
      text: 't',
      severity: 'high',
      ownerId: scene.developer.actor.id,
      dueAt: due,
    });
  await finding('Drifts in March');
  const { findingId } = await finding('No fallback');
  await answerFinding(reviewer, { findingId, state: 'accepted', comment: 'Known, and small.' });
  const { rows, statement } = await made({ kind: 'findings' });
  expect(rows.findings).toMatchObject([
    { title: 'Drifts in March', age: 0, band: 'up to 30 days', overdue: false },
  ]);
  expect(statement[0]).toContain('one finding was open on ridership-demand, 0 of them overdue.');
});

it('gathers exceptions: the finding that was accepted, and what was refused', async () => {
  const viewer = await scene.signer('Vera Viewer', 'viewer');
  await codeOf(deployVersion(viewer, { ...scene.address, environment: 'production', role: 'champion' }));
  const { rows } = await made({ kind: 'exceptions' });
  expect(rows.waivers).toMatchObject([{ what: 'finding accepted', title: 'F-2: No fallback' }]);
  expect(rows.entries!.map(({ who }) => who)).toEqual(['Vera Viewer']);
  expect([rows.expedited, rows.mandates, rows['as-found']]).toEqual([[], [], []]);
});

it('names who signed and operated one version, and who holds roles that would let them', async () => {
  const administrator = await scene.signer('Ada Administrator', 'administrator');
  await grantRole(administrator, { personId: reviewer.actor.id, role: 'operator' });
  await deployVersion(reviewer, { ...scene.address, environment: 'production', role: 'champion' });
  const { rows, statement } = await made({ kind: 'separation' });
  const conflicts = rows.acts!.filter(({ conflict }) => conflict !== null);
  expect(conflicts).toMatchObject([
    {
      person: reviewer.actor.kind === 'person' ? reviewer.actor.name : '',
      reviewed: true,
      operated: true,
      conflict: 'signed and operated',
    },
  ]);
  expect(statement[0]).toContain('one person had acted');
  await grantRole(administrator, { personId: scene.developer.actor.id, role: 'reviewer' });
  expect((await made({ kind: 'separation' })).rows['risky-roles']).toContainEqual({
    person: 'Developer',
    one: 'developer',
    other: 'reviewer',
    on: 'every model',
  });
});

it('tells the inventory as it was: what served, who had signed under which policy, and cites its entries', async () => {
  const then = await made({ kind: 'inventory', asOf: signed });
  expect(ReportDocument.parse(then)).toEqual(then);
  expect(then.statement[0]).toContain('had 1 model with 1 version, 0 of them in production.');
  expect(then.rows.versions).toMatchObject([
    { version: scene.version, stage: 'approved', standing: 'usable', served: null },
  ]);
  expect(then.rows.served).toEqual([]);
  expect(then.rows.approvals).toMatchObject(
    ['review', 'approval', 'goLive'].map((gate) => ({
      gate,
      state: 'current',
      policy: 'built-in-low, version 1',
    })),
  );
  const now = await made({ kind: 'inventory' });
  expect(now.rows.models).toMatchObject([
    {
      model: scene.model,
      owner: 'Owner',
      tier: 'low',
      versions: 1,
      stages: '1 deployed',
      production: 1,
      retired: false,
    },
  ]);
  expect(now.rows.versions).toMatchObject([{ stage: 'deployed', served: 'production (champion)' }]);
  expect(now.rows.served).toMatchObject([{ environment: 'production', role: 'champion', state: 'serving' }]);
  const pack = await verifiedPack(scene.house, await readReportPack(compliance, { id: now.id }));
  expect(pack.rows.filter(({ verdict }) => verdict === 'broken')).toEqual([]);
  const cited = now.rows.approvals!.map(({ entry }) => Number(entry));
  expect(
    cited.every((entry) => now.speaksOf.entries.some(([first, last]) => first <= entry && entry <= last)),
  ).toBe(true);
});

it('says that an inventory was empty, ends a day where it ends in its zone, and tells nothing of the future', async () => {
  const empty = await made({
    kind: 'inventory',
    models: undefined,
    asOf: '2001-12-31',
    zone: 'Europe/Berlin',
  });
  expect(empty).toMatchObject({
    empty: true,
    definition: { asOf: { day: '2001-12-31', moment: '2001-12-31T22:59:59.999Z' } },
    rows: { models: [], versions: [] },
  });
  expect(empty.statement[0]).toContain('the inventory was empty: there was no model in it.');
  for (const asked of [
    { kind: 'inventory', asOf: '2999-01-01' },
    { kind: 'inventory', asOf: '2026-02-30' },
    { kind: 'findings', asOf: '2026-02-01' },
    { kind: 'inventory', period: { from: '2026-01-01', to: '2026-01-31', zone: 'UTC' } },
  ] as const)
    expect(await codeOf(requestReport(compliance, asked))).toBe('BAD_INPUT');
});

it('opens an inventory to an auditor for moments of their time, with the hashes alone of what came before it', async () => {
  const auditor = await scene.signer('Audrey Auditor');
  const administrator = await scene.signer('Adam Administrator', 'administrator');
  await grantRole(administrator, {
    personId: auditor.actor.id,
    role: 'auditor',
    modelKey: scene.model,
    endsAt: new Date(Date.now() + 86_400_000).toISOString(),
    periodFrom: signed,
  });
  const before = new Date(Date.parse(signed) - 1).toISOString();
  expect(
    await codeOf(requestReport(auditor, { kind: 'inventory', models: [scene.model], asOf: before })),
  ).toBe('FORBIDDEN');
  const { id } = await made({ kind: 'inventory' }, auditor);
  const pack = await verifiedPack(scene.house, await readReportPack(auditor, { id }));
  expect(pack.rows.filter(({ verdict }) => verdict === 'broken')).toEqual([]);
  expect(pack.bytes.toString('latin1')).toMatch(/"leftOut":\{"blobs":\[\],"entries":\[\[/);
});

it('puts the access review on paper, for those who may read it', async () => {
  const { rows } = await made({ kind: 'access', models: undefined });
  expect(rows.access).toContainEqual(
    expect.objectContaining({ account: 'Cora Compliance', role: 'compliance', on: 'every model' }),
  );
  expect(await codeOf(requestReport(scene.owner, { kind: 'access', models: [scene.model] }))).toBe(
    'FORBIDDEN',
  );
});
