import { buffer } from 'node:stream/consumers';
import type { ReportDocument, RequestReport } from '@countersign/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { answerFinding } from '../finding/answer-finding.ts';
import { recordFinding } from '../finding/record-finding.ts';
import { grantRole } from '../role/grant-role.ts';
import { readReportFile } from './read-report-file.ts';
import { requestReport } from './request-report.ts';
import { runReportJob } from './run-report-job.ts';

let scene: Scene;
let compliance: Context;
let reviewer: Context;
beforeAll(async () => {
  scene = await openScene('low');
  reviewer = (await walkToGoLive(scene)).reviewers[0]!;
  compliance = await scene.signer('Cora Compliance', 'compliance');
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

it('puts the access review on paper, for those who may read it', async () => {
  const { rows } = await made({ kind: 'access', models: undefined });
  expect(rows.access).toContainEqual(
    expect.objectContaining({ account: 'Cora Compliance', role: 'compliance', on: 'every model' }),
  );
  expect(await codeOf(requestReport(scene.owner, { kind: 'access', models: [scene.model] }))).toBe(
    'FORBIDDEN',
  );
});
