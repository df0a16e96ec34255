import type { ClaimCandidate, InboxItem } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { makeDelegation } from '../delegation/make-delegation.ts';
import { listInbox } from '../inbox/list-inbox.ts';
import { withdrawRequest } from '../request/withdraw-request.ts';
import { assignRequest } from './assign-request.ts';
import { claimRequest } from './claim-request.ts';
import { findCandidates } from './find-candidates.ts';
import { readClaims } from './read-claims.ts';
import { releaseClaim } from './release-claim.ts';

let scene: Scene;
let ana: Context;
let ben: Context;
beforeAll(async () => {
  scene = await openScene('high');
  ana = await scene.signer('Ana', 'reviewer');
  ben = await scene.signer('Ben', 'reviewer');
});
afterAll(() => scene.house.close());

const dayMs = 86_400_000;
const idOf = ({ actor }: Context): string => actor.id;
const names = async (ctx: Context, requestId: string) =>
  (await readClaims(ctx, { requestId })).claims.map(({ person }) => person.name);
const itemOf = async (ctx: Context, requestId: string, filter = {}): Promise<InboxItem | undefined> =>
  (await listInbox(ctx, filter)).items.find((item) => item.requestId === requestId);
const after = (ctx: Context, ms: number): Context => ({ ...ctx, clock: () => new Date(Date.now() + ms) });
const eventsAbout = async (requestId: string) =>
  (
    await scene.house.pool.query<{ event: string }>(
      `SELECT event FROM ledger_entry WHERE body::json->'data'->>'request' = $1
         AND event IN ('version.claimed', 'version.assigned', 'version.claim-released') ORDER BY id`,
      [requestId],
    )
  ).rows.map(({ event }) => event);

describe('claiming a request', () => {
  it('says who means to sign, bars nobody, and ends with the signature', async () => {
    const one = await scene.another('claimed');
    const requestId = await one.request('review');
    await claimRequest(ana, { requestId });
    expect(await names(ben, requestId)).toEqual(['Ana']);
    expect((await itemOf(ben, requestId))?.claims).toMatchObject([
      { person: { name: 'Ana' }, assignedBy: null },
    ]);
    expect(await itemOf(ana, requestId, { whose: 'mine' })).toBeDefined();
    expect(await itemOf(ben, requestId, { whose: 'mine' })).toBeUndefined();
    expect(await itemOf(ben, requestId, { whose: 'free' })).toBeUndefined();

    await decide(ben, requestId);
    expect(await names(ben, requestId)).toEqual(['Ana']);
    await decide(ana, requestId);
    expect(await names(ben, requestId)).toEqual([]);
    expect(await eventsAbout(requestId)).toEqual(['version.claimed']);
  });

  it('ends by itself after three days, by releasing it, and with the request', async () => {
    const one = await scene.another('claim-ends');
    const requestId = await one.request('review');
    await claimRequest(ana, { requestId });
    const [claim] = (await readClaims(ana, { requestId })).claims;
    expect(Date.parse(claim!.until) - Date.parse(claim!.at)).toBe(3 * dayMs);
    expect(await names(after(ben, 3 * dayMs + 1_000), requestId)).toEqual([]);
    expect(await names(after(ben, 2 * dayMs), requestId)).toEqual(['Ana']);

    await releaseClaim(ana, { requestId });
    expect(await names(ben, requestId)).toEqual([]);
    await expect(releaseClaim(ana, { requestId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await eventsAbout(requestId)).toEqual(['version.claimed', 'version.claim-released']);

    await claimRequest(ana, { requestId });
    await withdrawRequest(scene.owner, { requestId, comment: 'not yet' });
    expect(await names(ben, requestId)).toEqual([]);
    await expect(claimRequest(ben, { requestId })).rejects.toMatchObject({ code: 'REQUEST_NONE' });
  });

  it('is refused to whoever could not sign, with the machine’s reason', async () => {
    const requestId = await (await scene.another('claim-refused')).request('review');
    await expect(claimRequest(scene.developer, { requestId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const approver = await scene.signer('Approver who claims', 'approver');
    await expect(claimRequest(approver, { requestId })).rejects.toMatchObject({ code: 'ROLE_NOT_A_PLACE' });
    const token = { ...ana, actor: { ...ana.actor, via: 'token' } as Context['actor'] };
    await expect(claimRequest(token, { requestId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await eventsAbout(requestId)).toEqual([]);
  });
});

describe('assigning a request', () => {
  it('asks somebody who could sign; the owner, an approver or an administrator may', async () => {
    const requestId = await (await scene.another('assigned')).request('review');
    await assignRequest(scene.owner, { requestId, personId: idOf(ben), note: 'You know this data' });
    expect((await itemOf(ben, requestId, { whose: 'mine' }))?.claims).toMatchObject([
      { person: { name: 'Ben' }, assignedBy: { name: 'Owner' }, note: 'You know this data' },
    ]);
    expect(await itemOf(ana, requestId)).toMatchObject({ mayAssign: false });
    await expect(assignRequest(ana, { requestId, personId: idOf(ben) })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(releaseClaim(ana, { requestId, personId: idOf(ben) })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await releaseClaim(scene.owner, { requestId, personId: idOf(ben) });
    expect(await names(ana, requestId)).toEqual([]);
    expect(await eventsAbout(requestId)).toEqual(['version.assigned', 'version.claim-released']);
  });

  it('refuses an author, somebody without the role, and somebody who signed, each with the reason', async () => {
    const one = await scene.another('assign-refused');
    const requestId = await one.request('review');
    const refusal = (who: Context) => assignRequest(scene.owner, { requestId, personId: idOf(who) });
    const viewer = await scene.signer('Vera', 'viewer');
    await expect(refusal(viewer)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'Vera holds no role that signs at this gate.',
    });
    await decide(ana, requestId);
    await expect(refusal(ana)).rejects.toMatchObject({ code: 'ALREADY_SIGNED' });
    const found = await findCandidates(scene.owner, { requestId });
    const byName = (name: string): ClaimCandidate => found.find(({ person }) => person.name === name)!;
    expect(byName('Ben')).toMatchObject({ role: 'reviewer', reason: null });
    expect(byName('Ana')).toMatchObject({ role: null, reason: { code: 'ALREADY_SIGNED' } });
    expect(found.map(({ person }) => person.name)).not.toContain('Vera');
    expect(
      (await findCandidates(scene.owner, { requestId, q: 'be' })).map(({ person }) => person.name),
    ).toEqual(['Ben']);
  });
});

describe('a deputy’s inbox', () => {
  it('marks what one could sign only in the place of somebody who is away', async () => {
    const requestId = await (await scene.another('deputised')).request('review');
    const deputy = await scene.signer('Dora', 'viewer');
    await makeDelegation(ben, {
      personId: idOf(ben),
      deputyId: idOf(deputy),
      from: new Date().toISOString(),
      until: new Date(Date.now() + dayMs).toISOString(),
      roles: [{ role: 'reviewer' }],
    });
    const now = after(deputy, 1_000);
    expect(await itemOf(now, requestId, { whose: 'deputy' })).toMatchObject({ deputyFor: { name: 'Ben' } });
    expect(await itemOf(ana, requestId)).toMatchObject({ deputyFor: null });
    expect((await listInbox(ana, { whose: 'deputy' })).items).toEqual([]);
    // Ben signs himself: his deputy would be the same person again.
    await decide(ben, requestId);
    expect(await itemOf(now, requestId)).toBeUndefined();
    await expect(claimRequest(now, { requestId })).rejects.toMatchObject({ code: 'ALREADY_SIGNED' });
  });
});
