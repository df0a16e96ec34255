import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, prepared, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployExpedited } from '../deployment/deploy-expedited.ts';
import { stopVersion } from '../deployment/stop-version.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { readSigningSubject } from '../sign-off/read-signing-subject.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { readVersion } from '../version/read-version.ts';
import { openExpedited } from './open-expedited.ts';
import { withdrawRequest } from './withdraw-request.ts';

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

it('is taken back while nobody has signed it, and may then be asked for again', async () => {
  const fix = await scene.another('withdrawn-fix');
  const there = { ...fix.address, environment: 'production', incident: 'INC-3' };
  const { requestId } = await openExpedited(operator, { ...there, comment: 'cannot wait' });
  const mayWithdraw = async (ctx: Context) =>
    (await readVersion(ctx, fix.address)).actions.find(
      (action) => action.command === 'withdraw-request' && action.requestId === requestId,
    )?.reasons;
  expect(await mayWithdraw(operator)).toEqual([]);
  expect((await mayWithdraw(viewer))?.map(({ code }) => code)).toEqual(['FORBIDDEN']);
  expect(await codeOf(withdrawRequest(viewer, { requestId, comment: 'no' }))).toBe('FORBIDDEN');
  await withdrawRequest(operator, { requestId, comment: 'the champion answers again' });
  expect((await readVersion(viewer, fix.address)).expedited).toMatchObject({ requestId, state: 'ended' });
  expect(await codeOf(withdrawRequest(operator, { requestId, comment: 'twice' }))).toBe('REQUEST_NONE');
  const reviewer = await scene.signer('Late road reviewer', 'reviewer');
  const late = prepared(reviewer, requestId, 'endorse', { role: 'reviewer' });
  expect(await codeOf(late.then((sign) => signOff(reviewer, sign)))).toBe('REQUEST_NONE');
  const [entry] = (await listEntries(viewer, { ...fix.address, event: 'version.request-withdrawn' })).items;
  expect(entry?.summary).toMatch(
    /withdrew the request for the expedited road for production \(incident INC-3\)/,
  );
  const again = await openExpedited(operator, { ...there, incident: 'INC-4', comment: 'it does not' });
  expect(
    await codeOf(
      signOff(reviewer, await prepared(reviewer, again.requestId, 'endorse', { role: 'reviewer' })),
    ),
  ).toBe('allowed');
  expect(await codeOf(withdrawRequest(operator, { requestId: again.requestId, comment: 'late' }))).toBe(
    'REQUEST_NONE',
  );
});
