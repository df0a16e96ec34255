import { type ApprovalCondition, FindingPage } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, prepared, type Scene, statedGoal } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { listInbox } from '../inbox/list-inbox.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { readVersion } from '../version/read-version.ts';
import { answerFinding } from './answer-finding.ts';
import { listFindings } from './list-findings.ts';
import { recordFinding } from './record-finding.ts';

let scene: Scene;
let reviewer: Context;
let approver: Context;
let viewer: Context;
beforeAll(async () => {
  scene = await openScene('low');
  reviewer = await scene.signer('Finding reviewer', 'reviewer');
  approver = await scene.signer('Finding approver', 'approver');
  viewer = await scene.signer('Finding viewer', 'viewer');
});
afterAll(() => scene.house.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const later = (ctx: Context, days: number): Context => ({
  ...ctx,
  clock: () => new Date(Date.now() + days * 86_400_000),
});
const found = (other: Scene, more: Partial<Parameters<typeof recordFinding>[1]> = {}) =>
  recordFinding(reviewer, {
    ...other.address,
    title: 'Calibration drifts above 0.7',
    text: 'See the last decile.',
    severity: 'high',
    ownerId: scene.developer.actor.id,
    dueAt: inDays(10),
    ...more,
  });

describe('a finding', () => {
  it('is numbered in its model, also when several are recorded at once', async () => {
    const made = await Promise.all([found(scene), found(scene), found(scene)]);
    expect(made.map(({ name }) => name).sort()).toEqual(['F-1', 'F-2', 'F-3']);
    const page = await listFindings(viewer, { model: scene.model, limit: 2 });
    expect(FindingPage.parse(page)).toEqual(page);
    expect(page.items.map(({ name }) => name)).toEqual(['F-3', 'F-2']);
    expect(page.reasons).toMatchObject([{ code: 'FORBIDDEN' }]);
    const rest = await listFindings(viewer, { model: scene.model, limit: 2, after: page.next! });
    expect(rest.items.map(({ name }) => name)).toEqual(['F-1']);
  });

  it('waits in the inbox of its owner, and says when it is overdue', async () => {
    const other = await scene.another('owned');
    await found(other);
    const mine = async (ctx: Context) =>
      (await listInbox(ctx, {})).items.filter(
        ({ kind, version }) => kind === 'finding' && version.label === 'owned',
      );
    expect(await mine(scene.developer)).toMatchObject([{ why: expect.stringMatching(/^F-\d+, high: Cal/) }]);
    expect(await mine(later(scene.developer, 11))).toMatchObject([
      { why: expect.stringMatching(/^Overdue: F-/) },
    ]);
    expect((await readVersion(viewer, other.address)).counts.findings).toBe(1);
  });

  it('is judged by a reader who neither owns it nor made the version; what was found stays', async () => {
    const other = await scene.another('judged');
    const { findingId } = await found(other, { ownerId: approver.actor.id });
    const close = (ctx: Context) =>
      codeOf(answerFinding(ctx, { findingId, state: 'closed', comment: 'Recalibrated.' }));
    expect(await close(viewer)).toBe('FORBIDDEN');
    expect(await close(scene.developer)).toBe('FORBIDDEN');
    expect(await close(approver)).toBe('FORBIDDEN');
    expect(await close(reviewer)).toBe('allowed');
    expect(await close(reviewer)).toBe('CONFLICT');
    expect((await listFindings(viewer, { model: scene.model, version: 'judged' })).items).toMatchObject([
      { state: 'closed', answered: { by: { name: 'Finding reviewer' }, comment: 'Recalibrated.' } },
    ]);
    await expect(
      scene.house.pool.query("UPDATE finding SET severity = 'low' WHERE id = $1", [findingId]),
    ).rejects.toThrow(/refused any change/);
  });

  it('has an owner who works on the model, and a day to come', async () => {
    expect(await codeOf(found(scene, { ownerId: viewer.actor.id }))).toBe('BAD_INPUT');
    expect(await codeOf(found(scene, { dueAt: inDays(-1) }))).toBe('BAD_INPUT');
  });
});

describe('an approval under a condition', () => {
  async function reviewed(label: string): Promise<{ other: Scene; requestId: string }> {
    const other = await scene.another(label);
    await decide(reviewer, await other.request('review'));
    return { other, requestId: await other.request('approval') };
  }
  const approve = async (requestId: string, condition: ApprovalCondition, by = approver) => {
    const sign = await prepared(by, requestId, 'endorse');
    return signOff(by, { ...sign, condition });
  };
  const nothing: ApprovalCondition = { uses: null, until: null, findings: [] };

  it('ends on the earlier day, and the condition is signed', async () => {
    const { other, requestId } = await reviewed('until');
    const until = inDays(20);
    await approve(requestId, { ...nothing, until, uses: [statedGoal.uses[0]!] });
    expect(await readVersion(viewer, other.address)).toMatchObject({
      version: { stage: 'approved', overdue: false },
      approvedUntil: until,
    });
    expect((await readVersion(later(viewer, 21), other.address)).version.overdue).toBe(true);
    const [row] = await listSignOffs(viewer, other.address);
    expect(row).toMatchObject({ signatureValid: true, condition: { until, uses: [statedGoal.uses[0]] } });
  });

  it('is overdue from the day by which its finding should have closed, until it closes', async () => {
    const { other, requestId } = await reviewed('provided');
    const { findingId } = await found(other);
    await approve(requestId, { ...nothing, findings: [{ findingId, closeBy: inDays(5) }] });
    const overdueIn = async (days: number) =>
      (await readVersion(later(viewer, days), other.address)).version.overdue;
    expect([await overdueIn(4), await overdueIn(6)]).toEqual([false, true]);
    await answerFinding(reviewer, { findingId, state: 'accepted', comment: 'It stays.' });
    expect(await overdueIn(6)).toBe(true);
    await answerFinding(reviewer, { findingId, state: 'closed', comment: 'Mended after all.' });
    expect(await overdueIn(6)).toBe(false);
    const [row] = await listSignOffs(viewer, other.address);
    expect(row).toMatchObject({ signatureValid: true, condition: { findings: [{ closed: true }] } });
  });

  it('is refused new go-lives while overdue, by the machine itself', async () => {
    const { other, requestId } = await reviewed('refused');
    const { findingId } = await found(other);
    await approve(requestId, { ...nothing, findings: [{ findingId, closeBy: inDays(5) }] });
    const page = await readVersion(later(other.owner, 6), other.address);
    const goLive = page.actions.find(({ command, gate }) => command === 'request' && gate === 'goLive');
    expect(goLive?.reasons.map(({ code }) => code)).toContain('OVERDUE');
  });

  it('narrows what was asked for, never widens it, and says something', async () => {
    const { other, requestId } = await reviewed('narrow');
    const { findingId } = await found(other);
    const elsewhere = { findingId: requestId, closeBy: inDays(1) };
    for (const condition of [
      nothing,
      { ...nothing, uses: ['another use'] },
      { ...nothing, uses: [] },
      { ...nothing, until: inDays(-1) },
      { ...nothing, until: inDays(4_000) },
      { ...nothing, findings: [elsewhere] },
      {
        ...nothing,
        findings: [
          { findingId, closeBy: inDays(1) },
          { findingId, closeBy: inDays(2) },
        ],
      },
    ])
      expect(await codeOf(approve(requestId, condition))).toBe('BAD_INPUT');
    const review = await (await scene.another('wrong-gate')).request('review');
    expect(await codeOf(approve(review, { ...nothing, until: inDays(3) }, reviewer))).toBe('BAD_INPUT');
  });
});
