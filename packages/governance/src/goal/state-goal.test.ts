import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, prepared, type Scene, statedGoal } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { openRequest } from '../request/open-request.ts';
import { withdrawRequest } from '../request/withdraw-request.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { readSigningSubject } from '../sign-off/read-signing-subject.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { readVersion } from '../version/read-version.ts';
import { canonicalGoal, type StoredGoal } from './goal-digest.ts';
import { proposeGoal } from './propose-goal.ts';

let scene: Scene;
let approver: Context;
let goLive: Context;
beforeAll(async () => {
  scene = await openScene('moderate');
  approver = await scene.signer('Goal approver', 'approver');
  goLive = await scene.signer('Goal second approver', 'approver');
});
afterAll(() => scene.house.close());

let reviewers = 0;
/** A version that waits for its approval to be asked for. */
async function reviewed(label: string): Promise<Scene> {
  const other = await scene.another(label);
  const name = 'abcdefghij'[reviewers++]!;
  await decide(await scene.signer(`Goal reviewer ${name}`, 'reviewer'), await other.request('review'));
  return other;
}
const ask = (other: Scene, stated: Partial<Parameters<typeof openRequest>[1]>) =>
  openRequest(scene.owner, { ...other.address, gate: 'approval', comment: 'please', ...stated });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const eventsOf = async (other: Scene, event: string) =>
  (
    await scene.house.pool.query<{ body: string }>(
      'SELECT body FROM ledger_entry WHERE version_id = $1 AND event = $2 ORDER BY id',
      [other.versionId, event],
    )
  ).rows.map(({ body }) => JSON.parse(body) as { data: Record<string, unknown>; digests: object });

describe('a request for approval', () => {
  it('states uses, and above low risk a goal, or is refused', async () => {
    const other = await reviewed('stated');
    expect(await codeOf(ask(other, {}))).toBe('USES_MISSING');
    expect(await codeOf(ask(other, { uses: statedGoal.uses }))).toBe('GOAL_MISSING');
    const twice = [...statedGoal.goal, ...statedGoal.goal];
    expect(await codeOf(ask(other, { ...statedGoal, goal: twice }))).toBe('BAD_INPUT');
    expect(await codeOf(ask(other, { ...statedGoal, uses: ['a', 'a'] }))).toBe('BAD_INPUT');
    expect(await codeOf(ask(other, { ...statedGoal, uses: ['broken \ud800'] }))).toBe('BAD_INPUT');
    for (const until of [inDays(-1), inDays(366), 'tomorrow'])
      expect(await codeOf(ask(other, { ...statedGoal, until }))).toBe('BAD_INPUT');
    expect(await codeOf(ask(other, statedGoal))).toBe('allowed');
  });

  it('is the only one that may state a goal', async () => {
    const other = await scene.another('elsewhere');
    expect(
      await codeOf(
        openRequest(scene.owner, { ...other.address, gate: 'review', comment: '', uses: ['a use'] }),
      ),
    ).toBe('BAD_INPUT');
  });

  it('states nothing that could be changed afterwards, by nobody', async () => {
    const other = await reviewed('kept');
    const { requestId } = await ask(other, statedGoal);
    for (const change of [
      'UPDATE goal SET body = body || \'{"uses": ["everything"]}\' WHERE request_id = $1',
      'DELETE FROM goal WHERE request_id = $1',
    ])
      await expect(scene.house.pool.query(change, [requestId])).rejects.toThrow(
        /append-only|permission denied/,
      );
    const kept = await scene.house.pool.query<{ body: StoredGoal; digest: string }>(
      'SELECT body, digest FROM goal WHERE request_id = $1',
      [requestId],
    );
    expect(canonicalGoal(kept.rows[0]!.body).digest).toBe(kept.rows[0]!.digest);
  });
});

describe('an approval', () => {
  it('signs the goal as it was shown, fixes it and ends on its day', async () => {
    const other = await reviewed('fixed');
    const until = inDays(30);
    const { requestId } = await ask(other, { ...statedGoal, until });
    expect((await readVersion(approver, other.address)).goal).toMatchObject({ state: 'asked', until });
    const subject = await readSigningSubject(approver, { requestId });
    expect(subject.goal).toMatchObject({
      uses: statedGoal.uses,
      thresholds: [{ metric: 'roc_auc', threshold: 0.8, claimed: 0.8487, met: true }],
      until,
    });
    const sign = await prepared(approver, requestId, 'endorse');
    expect(await codeOf(signOff(approver, { ...sign, goalDigest: null }))).toBe('STALE');
    expect(await codeOf(signOff(approver, { ...sign, goalDigest: '0'.repeat(64) }))).toBe('STALE');
    const { signOffId } = await signOff(approver, sign);
    const stored = await scene.house.pool.query<{ record: string; goal_digest: string }>(
      'SELECT record, goal_digest FROM sign_off WHERE id = $1',
      [signOffId],
    );
    const { digest } = subject.goal!;
    expect(JSON.parse(stored.rows[0]!.record)).toMatchObject({ goal: digest });
    expect(stored.rows[0]!.goal_digest).toBe(digest);
    const page = await readVersion(approver, other.address);
    expect(page).toMatchObject({ approvedUntil: until, goal: { state: 'fixed', digest } });
    expect((await eventsOf(other, 'version.requested')).at(-1)).toMatchObject({
      data: { goal: digest, until },
      digests: { goal: expect.any(String) },
    });
    expect((await eventsOf(other, 'version.goal-fixed')).map(({ data }) => data)).toEqual([
      { request: requestId, goal: digest, uses: 1, thresholds: 1, until },
    ]);
  });

  it('is what the go-live signer is shown and signs', async () => {
    const other = await reviewed('live');
    const { requestId } = await ask(other, statedGoal);
    await decide(approver, requestId);
    const asked = await other.request('goLive');
    const shown = await readSigningSubject(goLive, { requestId: asked });
    expect(shown.goal).toMatchObject({ requestId, state: 'fixed' });
    await decide(goLive, asked);
    const [newest] = await listSignOffs(approver, other.address);
    expect(newest).toMatchObject({ gate: 'goLive', goalDigest: shown.goal!.digest, signatureValid: true });
  });

  it('is offered to the next version, and shown beside what is asked for now', async () => {
    const other = await reviewed('next');
    const proposed = await proposeGoal(scene.owner, other.address);
    expect(proposed).toMatchObject({
      thresholdsRequired: true,
      earlier: { version: 'live', uses: statedGoal.uses, thresholds: statedGoal.goal },
    });
    expect(Date.parse(proposed.latestUntil)).toBeGreaterThan(Date.parse(inDays(364)));
    const looser = [{ ...statedGoal.goal[0]!, threshold: 0.5 }];
    const { requestId } = await ask(other, { ...statedGoal, goal: looser });
    const subject = await readSigningSubject(approver, { requestId });
    expect(subject.earlierGoal).toMatchObject({ version: 'live', thresholds: statedGoal.goal });
    await withdrawRequest(
      { ...scene.owner, actor: { ...scene.owner.actor, via: 'session' } as Context['actor'] },
      { requestId, comment: 'too loose' },
    );
    expect((await readVersion(approver, other.address)).goal).toBeNull();
    expect(await codeOf(ask(other, statedGoal))).toBe('allowed');
  });

  it('asked for anew for another goal tells so to who signed the one before', async () => {
    const other = await reviewed('anew');
    const first = await ask(other, statedGoal);
    await decide(approver, first.requestId, 'request-changes');
    const before = (await readSigningSubject(approver, { requestId: first.requestId })).goal!.digest;
    await withdrawRequest(scene.owner, { requestId: first.requestId, comment: 'looser, then' });
    const looser = [{ ...statedGoal.goal[0]!, threshold: 0.6 }];
    const { requestId } = await ask(other, { ...statedGoal, goal: looser });
    const { goal, since } = await readSigningSubject(approver, { requestId });
    expect(since?.rows[0]).toEqual({
      part: 'Uses and goal',
      before,
      after: goal!.digest,
      effect: 'none',
    });
  });

  it('is no longer given once the day that it was asked for has passed', async () => {
    const other = await reviewed('late');
    const { requestId } = await ask(other, { ...statedGoal, until: inDays(2) });
    const later = { ...approver, clock: () => new Date(Date.now() + 3 * 86_400_000) };
    const subject = await readSigningSubject(later, { requestId });
    expect(subject.reasons.endorse.map(({ code }) => code)).toEqual(['OVERDUE']);
    expect(subject.reasons.reject).toEqual([]);
  });
});

it('at low risk stated uses are enough', async () => {
  const low = await openScene('low');
  const one = await low.signer('Low reviewer', 'reviewer');
  await decide(one, await low.request('review'));
  const asked = openRequest(low.owner, {
    ...low.address,
    gate: 'approval',
    comment: '',
    uses: ['A dashboard'],
  });
  expect(await codeOf(asked)).toBe('allowed');
  await low.house.close();
});
