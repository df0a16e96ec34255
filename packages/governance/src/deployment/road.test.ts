import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, prepared, type Scene, signLift, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { markVersion } from '../recall/mark-version.ts';
import { openExpedited } from '../request/open-expedited.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { deprecateVersion } from '../version/deprecate-version.ts';
import { deployExpedited } from './deploy-expedited.ts';
import { deployVersion } from './deploy-version.ts';
import { lapseExpedited } from './lapse-expedited.ts';
import { resumeDeployment } from './resume-deployment.ts';
import { rollbackTo } from './rollback-to.ts';
import { stopVersion } from './stop-version.ts';

const production = { environment: 'production' } as const;

let scene: Scene;
let operator: Context;
beforeAll(async () => {
  scene = await openScene('moderate');
  operator = await scene.signer('Operator', 'operator');
});
afterAll(() => scene.house.close());

const champion = async () =>
  (
    await scene.house.pool.query<{ label: string; state: string; ground: string }>(
      "SELECT v.label, d.state, d.ground FROM deployment d JOIN version v ON v.id = d.version_id WHERE d.role = 'champion' AND d.ended_at IS NULL",
    )
  ).rows[0] ?? null;

describe('the road at moderate tier', () => {
  it('is not to be cut short: nothing deploys without all three gates', async () => {
    expect(await codeOf(deployVersion(operator, { ...scene.address, ...production, role: 'champion' }))).toBe(
      'STAGE_WRONG',
    );
    expect(await codeOf(scene.request('approval'))).toBe('STAGE_WRONG');
    expect(await codeOf(scene.request('goLive'))).toBe('STAGE_WRONG');
  });

  it('keeps the reviewer from approving, and the go-live signer from deploying', async () => {
    const both = await scene.signer('Reviewer and approver', 'reviewer', 'approver');
    const approver = await scene.signer('Approver and operator', 'approver', 'operator');
    await decide(both, await scene.request('review'));
    const approval = await scene.request('approval');
    expect(
      await codeOf(
        prepared(both, approval, 'endorse', { role: 'approver' }).then((sign) => signOff(both, sign)),
      ),
    ).toBe('NOT_DISTINCT');
    await decide(approver, approval);
    expect(await scene.stage()).toBe('approved');
    await decide(approver, await scene.request('goLive'));
    expect(await codeOf(deployVersion(approver, { ...scene.address, ...production, role: 'champion' }))).toBe(
      'OPERATOR_NOT_SEPARATE',
    );
    expect(
      await deployVersion(operator, { ...scene.address, ...production, role: 'champion' }),
    ).toMatchObject({ stage: 'deployed' });
  });

  it('switches to a second version and rolls back by a pointer move', async () => {
    const second = await scene.another('2.2.0');
    await walkToGoLive(second);
    await deployVersion(operator, { ...second.address, ...production, role: 'champion' });
    expect([await scene.stage(), await second.stage()]).toEqual(['approved', 'deployed']);
    await rollbackTo(operator, { ...scene.address, ...production });
    expect([await scene.stage(), await second.stage()]).toEqual(['deployed', 'approved']);
  });

  it('a block suspends at once, two people lift it, an operator resumes', async () => {
    const marked = await markVersion(scene.developer, {
      ...scene.address,
      standing: 'blocked',
      severity: 'high',
      reason: 'wrong unit',
    });
    expect(marked.standing).toBe('blocked');
    expect(await champion()).toMatchObject({ label: scene.version, state: 'suspended' });
    expect(await scene.stage()).toBe('deployed');
    expect(await codeOf(rollbackTo(operator, { ...scene.address, ...production }))).toBe('BLOCKED');
    expect(await signLift(scene.developer, scene.address, 'it was the caller')).toMatchObject({
      lifted: false,
    });
    expect(await codeOf(signLift(scene.developer, scene.address, 'again'))).toBe('ALREADY_SIGNED');
    expect(await signLift(operator, scene.address, 'confirmed')).toMatchObject({
      lifted: true,
    });
    expect(await champion()).toMatchObject({ state: 'suspended' });
    const suspended = await scene.house.db.deployment.findFirst({
      where: { versionId: scene.versionId, endedAt: null },
      select: { id: true },
    });
    await resumeDeployment(operator, { deploymentId: suspended!.id });
    expect(await champion()).toMatchObject({ state: 'serving' });
  });

  it('stops without anybody’s signature, and deprecates', async () => {
    expect(await stopVersion(operator, { ...scene.address, ...production })).toMatchObject({
      stage: 'approved',
    });
    await deprecateVersion(scene.owner, {
      ...scene.address,
      reason: 'superseded',
      comment: 'by 2.2.0',
      successor: '2.2.0',
    });
    expect(await scene.stage()).toBe('deprecated');
    expect(await codeOf(rollbackTo(operator, { ...scene.address, ...production }))).toBe('STAGE_WRONG');
  });
});

describe('the expedited road', () => {
  it('takes one independent signature with an incident, is marked, and gives way after 72 hours', async () => {
    const before = await scene.another('3.0.0');
    await walkToGoLive(before);
    await deployVersion(operator, { ...before.address, ...production, role: 'champion' });
    const fix = await scene.another('3.0.1');
    const incident = 'INC-4711';
    const { requestId } = await openExpedited(operator, {
      ...fix.address,
      ...production,
      incident,
      comment: 'forecasts are wrong since midnight',
    });
    expect(
      await codeOf(
        deployExpedited(operator, { ...fix.address, ...production, incident, signOffId: requestId }),
      ),
    ).toBe('SIGNER_MISSING');
    const reviewer = await fix.signer('Woken reviewer', 'reviewer');
    const { signOffId, satisfied } = await signOff(
      reviewer,
      await prepared(reviewer, requestId, 'endorse', { role: 'reviewer' }),
    );
    expect(satisfied).toBe(true);
    await deployExpedited(operator, { ...fix.address, ...production, incident, signOffId });
    expect(await champion()).toEqual({ label: '3.0.1', state: 'serving', ground: 'expedited' });
    expect([await before.stage(), await fix.stage()]).toEqual(['approved', 'deployed']);
    expect(await lapseExpedited(scene.house)).toBe(0);
    const later = { ...scene.house, clock: () => new Date(Date.now() + 73 * 3_600_000) };
    expect(await lapseExpedited(later)).toBe(1);
    expect(await champion()).toEqual({ label: '3.0.0', state: 'serving', ground: 'gates' });
    expect([await before.stage(), await fix.stage()]).toEqual(['deployed', 'registered']);
    expect(
      await codeOf(openExpedited(operator, { ...fix.address, ...production, incident, comment: 'again' })),
    ).toBe('EXPEDITED_USED');
  });

  it('is closed to an author’s signature', async () => {
    const fix = await scene.another('3.0.2');
    const { requestId } = await openExpedited(operator, {
      ...fix.address,
      ...production,
      incident: 'INC-4712',
      comment: 'again',
    });
    const { openSession } = await import('../../test/signing-scene.ts');
    const author = await openSession(fix.developer);
    expect(
      await codeOf(
        prepared(author, requestId, 'endorse', { role: 'reviewer' }).then((sign) => signOff(author, sign)),
      ),
    ).toBe('SIGNER_MISSING');
  });
});
