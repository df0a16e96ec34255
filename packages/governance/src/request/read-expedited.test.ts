import { afterAll, beforeAll, expect, it } from 'vitest';
import { openScene, prepared, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployExpedited } from '../deployment/deploy-expedited.ts';
import { stopVersion } from '../deployment/stop-version.ts';
import { readSigningSubject } from '../sign-off/read-signing-subject.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { readVersion } from '../version/read-version.ts';
import { openExpedited } from './open-expedited.ts';

let scene: Scene;
let operator: Context;
let viewer: Context;
beforeAll(async () => {
  scene = await openScene('high');
  operator = await scene.signer('Road operator', 'operator');
  viewer = await scene.signer('Road viewer', 'viewer');
});
afterAll(() => scene.house.close());

it('says until when an expedited deployment serves, and that the road is used up', async () => {
  const fix = await scene.another('page-forward-fix');
  const there = { ...fix.address, environment: 'production', incident: 'INC-2' };
  expect((await readVersion(viewer, fix.address)).expedited).toBeNull();
  const { requestId } = await openExpedited(operator, { ...there, comment: 'cannot wait' });
  const reviewer = await scene.signer('Road reviewer', 'reviewer');
  expect((await readSigningSubject(reviewer, { requestId })).expedited).toMatchObject({
    requestId,
    incident: 'INC-2',
    state: 'open',
  });
  const input = await prepared(reviewer, requestId, 'endorse', { role: 'reviewer' });
  const { signOffId } = await signOff(reviewer, input);
  await deployExpedited(operator, { ...there, signOffId });
  const serving = (await readVersion(viewer, fix.address)).expedited;
  expect(serving).toMatchObject({ state: 'used', signer: { name: 'Road reviewer' } });
  expect(Date.parse(serving!.servesUntil!) - Date.now()).toBeGreaterThan(71 * 3_600_000);
  await stopVersion(operator, { ...fix.address, environment: 'production' });
  const stopped = await readVersion(viewer, fix.address);
  expect(stopped.expedited).toMatchObject({ state: 'used', servesUntil: null });
});
