import type { TierProposal } from '@countersign/contracts';
import { type TierAnswers, whyNotSignTier } from '@countersign/lifecycle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { openSession } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { countInbox } from '../home/count-inbox.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { readModel } from '../model/read-model.ts';
import { mintGrant } from '../signature/sign-grant.ts';
import { listWaitingTiers } from './list-waiting-tiers.ts';
import { proposeTier } from './propose-tier.ts';
import { readTier } from './read-tier.ts';
import { signTier } from './sign-tier.ts';

const credit: TierAnswers = {
  exposure: 'outside',
  purpose: 'decisions',
  autonomy: 'alone',
  affected: 'fundamentally',
};
const report: TierAnswers = {
  exposure: 'team',
  purpose: 'information',
  autonomy: 'advises',
  affected: 'nobody',
};

let house: TestHouse;
let owner: Context;
let reviewer: Context;
let approver: Context;
beforeAll(async () => {
  house = await openHouse();
  owner = await openSession(await house.person('Owner', 'owner', 'reviewer'));
  reviewer = await openSession(await house.person('Reviewer', 'reviewer'));
  approver = await openSession(await house.person('Approver', 'approver'));
});
afterAll(() => house.close());

const propose = (model: string, answers: TierAnswers) =>
  proposeTier(owner, { model, answers, reason: 'As the model is used since spring.' });

async function decide(ctx: Context, model: string, decision: 'endorse' | 'reject', comment = 'Read.') {
  return decideOn(ctx, (await readTier(ctx, { model })).open, decision, comment);
}

async function decideOn(
  ctx: Context,
  open: TierProposal | null,
  decision: 'endorse' | 'reject',
  comment = 'Read.',
) {
  if (!open || ctx.actor.kind !== 'person') throw new Error('nothing waits');
  const { grant } = await mintGrant(ctx, {
    personId: ctx.actor.id,
    sessionId: ctx.actor.sessionId ?? 'none',
    requestId: open.id,
    decision,
    substance: open.digest,
    presentation: open.digest,
    assurance: 'server-key/password',
  });
  return signTier(ctx, { proposalId: open.id, decision, comment, digest: open.digest, grant });
}

describe('the tier of a model', () => {
  it('is computed from the answers, and holds once a reviewer has signed it', async () => {
    await house.model('rising', 'low');
    expect(await propose('rising', credit)).toMatchObject({ tier: 'high' });
    expect(await readTier(reviewer, { model: 'rising' })).toMatchObject({
      tier: 'low',
      current: null,
      open: { tier: 'high', points: 9, answers: credit, state: 'open', signature: null },
      maySign: [],
    });
    expect(await decide(reviewer, 'rising', 'endorse')).toMatchObject({ tier: 'high' });
    const page = await readTier(reviewer, { model: 'rising' });
    expect(page).toMatchObject({ tier: 'high', policy: { id: 'built-in-high' }, open: null });
    expect(page.current?.signature).toMatchObject({
      person: { name: 'Reviewer' },
      role: 'reviewer',
      signatureValid: true,
      assurance: 'server-key/password',
    });
    expect((await readModel(owner, { model: 'rising' })).model).toMatchObject({
      tier: 'high',
      policy: { id: 'built-in-high' },
    });
    const entries = await listEntries(owner, { model: 'rising' });
    expect(entries.items.map(({ summary }) => summary)).toEqual([
      'Reviewer signed the tier of rising: high, before low.',
      'Owner proposed the tier high for rising.',
      'Countersign created the model rising, tier low.',
    ]);
  });

  it('is not signed by whoever proposed it, and not by a token', async () => {
    await house.model('own', 'low');
    await propose('own', credit);
    expect(await codeOf(decide(owner, 'own', 'endorse'))).toBe('NOT_DISTINCT');
    const { open } = await readTier(reviewer, { model: 'own' });
    const byToken: Context = {
      ...reviewer,
      actor: { ...reviewer.actor, via: 'token', sessionId: null } as never,
    };
    const sent = {
      proposalId: open!.id,
      decision: 'endorse',
      comment: '',
      digest: open!.digest,
      grant: 'g',
    } as const;
    expect(await codeOf(signTier(byToken, sent))).toBe('TOKEN_CANNOT_SIGN');
    expect(await codeOf(signTier(reviewer, sent))).toBe('GRANT_INVALID');
    const refused = await listEntries(owner, { model: 'own', refused: true });
    expect(refused.items.length).toBeGreaterThan(0);
  });

  it('falls only by the signature of an approver', async () => {
    await house.model('falling', 'high');
    await propose('falling', report);
    expect(await codeOf(decide(reviewer, 'falling', 'endorse'))).toBe('FORBIDDEN');
    expect(await decide(approver, 'falling', 'endorse')).toMatchObject({ tier: 'low' });
    expect((await readTier(owner, { model: 'falling' })).current?.signature?.role).toBe('approver');
  });

  it('stays as it was where the proposal is refused, which takes a reason', async () => {
    await house.model('refused', 'moderate');
    await propose('refused', credit);
    expect(await codeOf(decide(reviewer, 'refused', 'reject', ' '))).toBe('COMMENT_MISSING');
    await decide(reviewer, 'refused', 'reject', 'Nobody acts on it alone.');
    expect(await readTier(owner, { model: 'refused' })).toMatchObject({
      tier: 'moderate',
      open: null,
      current: null,
      earlier: [{ state: 'refused', signature: { comment: 'Nobody acts on it alone.' } }],
    });
  });

  it('has one proposal that waits: a newer one replaces it, and what was read no longer signs', async () => {
    await house.model('anew', 'low');
    await propose('anew', credit);
    const { open } = await readTier(reviewer, { model: 'anew' });
    await propose('anew', { ...credit, autonomy: 'confirmed' });
    const old = {
      proposalId: open!.id,
      decision: 'endorse',
      comment: '',
      digest: open!.digest,
      grant: 'g',
    } as const;
    expect(await codeOf(signTier(reviewer, old))).toBe('CONFLICT');
    const page = await readTier(reviewer, { model: 'anew' });
    expect(page.earlier.map(({ state }) => state)).toEqual(['replaced']);
    await decide(reviewer, 'anew', 'endorse');
  });

  it('is decided once when two sign at the same moment', async () => {
    await house.model('raced', 'low');
    const second = await openSession(await house.person('Second', 'reviewer'));
    await propose('raced', credit);
    const { open } = await readTier(reviewer, { model: 'raced' });
    const codes = await Promise.all([reviewer, second].map((ctx) => codeOf(decideOn(ctx, open, 'endorse'))));
    expect(codes.filter((code) => code === 'CONFLICT')).toHaveLength(1);
  });

  it('is proposed by the owner alone', async () => {
    await house.model('owned', 'low');
    expect(await codeOf(proposeTier(reviewer, { model: 'owned', answers: credit, reason: 'r' }))).toBe(
      'FORBIDDEN',
    );
  });

  it('waits in the inbox of those who may sign it, as the rule of the machine says', async () => {
    await house.model('waiting-up', 'low');
    await house.model('waiting-down', 'high');
    const before = await countInbox(approver, { number: 1, at: '' });
    await propose('waiting-up', credit);
    await propose('waiting-down', report);
    for (const ctx of [owner, reviewer, approver]) {
      const { items } = await listWaitingTiers(ctx, {});
      const roles = ctx === approver ? (['approver'] as const) : (['reviewer'] as const);
      const waiting = ['waiting-up', 'waiting-down'];
      const expected = [];
      for (const model of waiting) {
        const { open, tier } = await readTier(ctx, { model });
        const actor = { personId: ctx.actor.id, roles, via: 'session' } as const;
        const turn = { proposerId: open!.proposedBy.id, from: tier, to: open!.tier };
        if (whyNotSignTier(turn, actor).length === 0) expected.push(model);
      }
      expect(items.map(({ model }) => model.key).filter((key) => waiting.includes(key))).toEqual(expected);
    }
    expect(await countInbox(approver, { number: 2, at: '' })).toBe(before + 1);
    const first = await listWaitingTiers(reviewer, { limit: 1 });
    expect(first.items).toHaveLength(1);
  });
});
