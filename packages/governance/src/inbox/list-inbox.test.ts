import { type InboxItem, Refusal } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  decide,
  openScene,
  openSession,
  type Scene,
  signLift,
  walkToGoLive,
} from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { markVersion } from '../recall/mark-version.ts';
import { openExpedited } from '../request/open-expedited.ts';
import { openRequest } from '../request/open-request.ts';
import { withdrawRequest } from '../request/withdraw-request.ts';
import { grantRole } from '../role/grant-role.ts';
import { amendVersion } from '../version/amend-version.ts';
import { listInbox } from './list-inbox.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('high');
});
afterAll(() => scene.house.close());

const inbox = async (ctx: Context): Promise<InboxItem[]> => (await listInbox(ctx, {})).items;
/** What waits for somebody about one version. */
const about = async (ctx: Context, { version }: Scene) =>
  (await inbox(ctx)).filter((item) => item.version.label === version);
const idOf = ({ actor }: Context): string => actor.id;

describe('an inbox', () => {
  it('holds a request for whoever could fill a place, and says whom it waits for', async () => {
    const one = await scene.another('inbox-places');
    const [first, second] = [
      await scene.signer('First inbox reviewer', 'reviewer'),
      await scene.signer('Second inbox reviewer', 'reviewer'),
    ];
    const third = await scene.signer('Third inbox reviewer', 'reviewer');
    const outsiders = [
      await scene.signer('Inbox approver', 'approver'),
      await scene.signer('Inbox viewer', 'viewer'),
    ];
    const requestId = await one.request('review');
    expect(await about(first, one)).toMatchObject([
      {
        kind: 'sign',
        gate: 'review',
        requestId,
        signed: 0,
        needed: 2,
        why: 'Waits for its first reviewer',
        askedBy: { name: 'Owner' },
      },
    ]);
    for (const outsider of outsiders) expect(await about(outsider, one)).toEqual([]);

    await decide(first, requestId);
    expect(await about(first, one)).toEqual([]);
    expect(await about(second, one)).toMatchObject([
      { signed: 1, needed: 2, why: 'Waits for its second reviewer' },
    ]);
    await decide(second, requestId);
    expect(await about(third, one)).toEqual([]);
  });

  it('is filtered by gate, model and day before it is paged', async () => {
    const dated = await scene.another('inbox-dated');
    const someday = await scene.another('inbox-someday');
    const reader = await scene.signer('Filtering reviewer', 'reviewer');
    const dueAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
    await openRequest(scene.owner, { ...dated.address, gate: 'review', comment: '', dueAt });
    await someday.request('review');
    const labels = async (filter: Parameters<typeof listInbox>[1], ctx = reader) =>
      (await listInbox(ctx, filter)).items.map(({ version }) => version.label);
    const later = { ...reader, clock: () => new Date(Date.now() + 4 * 86_400_000) };
    expect(await labels({ gate: 'review', model: scene.model })).toEqual(
      expect.arrayContaining(['inbox-dated', 'inbox-someday']),
    );
    expect(await labels({ gate: 'approval' })).toEqual([]);
    expect(await labels({ model: 'another-model' })).toEqual([]);
    expect(await labels({ dueBy: 'week' })).toEqual(['inbox-dated']);
    expect(await labels({ dueBy: 'now' })).toEqual([]);
    expect(await labels({ dueBy: 'now' }, later)).toEqual(['inbox-dated']);
  });

  it('never holds one’s own version, whatever roles its author has', async () => {
    const own = await scene.another('inbox-author');
    const administrator = await scene.signer('Inbox administrator', 'administrator');
    for (const role of ['reviewer', 'approver'] as const)
      await grantRole(administrator, { personId: idOf(scene.developer), role });
    const author = await openSession(scene.developer);
    await own.request('review');
    expect((await inbox(author)).filter(({ kind }) => kind === 'sign')).toEqual([]);
  });

  it('holds nothing for a token, for the system, and for somebody without a role', async () => {
    const waiting = await scene.another('inbox-token');
    await waiting.request('review');
    const person = await scene.signer('Inbox token holder', 'reviewer');
    expect(await about(person, waiting)).toHaveLength(1);
    const token = { ...person, actor: { ...person.actor, via: 'token' } as Context['actor'] };
    expect(await about(token, waiting)).toEqual([]);
    expect(await inbox(await scene.signer('Inbox stranger'))).toEqual([]);
    expect(await inbox({ ...person, actor: { kind: 'system', id: 'worker' } })).toEqual([]);
  });

  it('asks again after a change of substance, and for one action after a change of prose', async () => {
    const amended = await scene.another('inbox-amended');
    const reviewer = await scene.signer('Amended reviewer', 'reviewer');
    await decide(reviewer, await amended.request('review'));
    await amendVersion(scene.developer, {
      ...amended.address,
      expectedRevision: 1,
      releaseNotes: '# Notes\n\nMore of them.\n',
    });
    expect(await about(reviewer, amended)).toMatchObject([
      {
        kind: 're-endorse',
        signed: 0,
        needed: 2,
        why: 'Release notes changed, nothing else',
        askedBy: { name: 'Developer' },
        version: { revision: 2 },
      },
    ]);

    await amendVersion(scene.developer, {
      ...amended.address,
      expectedRevision: 2,
      metrics: [{ name: 'roc_auc', value: 0.85, split: 'validation' }],
    });
    expect(await about(reviewer, amended)).toEqual([]);
    await amended.request('review');
    expect(await about(reviewer, amended)).toMatchObject([
      { kind: 'sign', why: 'Substance changed after you signed revision 1' },
    ]);
  });

  it('tells the makers of a version which changes were requested of it', async () => {
    const held = await scene.another('inbox-held');
    const reviewer = await scene.signer('Holding inbox reviewer', 'reviewer');
    await decide(reviewer, await held.request('review'), 'request-changes');
    expect(await about(scene.developer, held)).toMatchObject([
      {
        kind: 'changes-requested',
        why: 'Holding inbox reviewer requested changes to revision 1',
        askedBy: { name: 'Holding inbox reviewer' },
      },
    ]);
    expect(await about(scene.owner, held)).toEqual([]);
    await amendVersion(scene.developer, {
      ...held.address,
      expectedRevision: 1,
      releaseNotes: '# Notes\n\nAnswered.\n',
    });
    expect(await about(scene.developer, held)).toEqual([]);
    expect(await about(reviewer, held)).toMatchObject([
      { kind: 'sign', why: 'A new revision answers the changes that you requested to revision 1' },
    ]);
  });

  it('keeps those out whom the policy keeps apart, and shows a failing check to the others', async () => {
    const walked = await scene.another('inbox-apart');
    const both = await scene.signer('Both roles', 'reviewer', 'approver');
    const second = await scene.signer('Another reviewer apart', 'reviewer');
    const approver = await scene.signer('Only approver apart', 'approver');
    const review = await walked.request('review');
    await walked.evidence('robustness-run', 'fail');
    expect(await about(both, walked)).toMatchObject([
      { why: 'Required evidence does not pass: robustness-run' },
    ]);
    await walked.evidence('robustness-run', 'pass');
    await decide(both, review);
    await decide(second, review);
    await walked.request('approval');
    expect(await about(both, walked)).toEqual([]);
    expect(await about(approver, walked)).toMatchObject([
      { gate: 'approval', why: 'Waits for its first approver' },
    ]);
  });

  it('shows a lift with one signature to those who may complete it', async () => {
    const marked = await scene.another('inbox-lift');
    const operator = await scene.signer('Lifting operator', 'operator');
    const compliance = await scene.signer('Lifting compliance', 'compliance');
    const administrator = await scene.signer('Lifting administrator', 'administrator');
    await markVersion(operator, {
      ...marked.address,
      standing: 'blocked',
      severity: 'high',
      reason: 'wrong unit',
    });
    expect(await about(operator, marked)).toEqual([]);
    await signLift(compliance, marked.address, 'fixed');
    expect(await about(compliance, marked)).toEqual([]);
    expect(await about(administrator, marked)).toEqual([]);
    expect(await about(operator, marked)).toMatchObject([
      {
        kind: 'lift',
        signed: 1,
        needed: 2,
        why: 'Lifting compliance signed to lift the mark “do not use”; your signature completes it',
      },
    ]);
    await signLift(operator, marked.address, 'fixed');
    expect(await about(operator, marked)).toEqual([]);
  });

  it('shows the expedited road to independent reviewers and approvers at once', async () => {
    const urgent = await scene.another('inbox-urgent');
    const operator = await scene.signer('Urgent operator', 'operator');
    const approver = await scene.signer('Urgent approver', 'approver');
    await openExpedited(operator, {
      ...urgent.address,
      environment: 'production',
      incident: 'INC-7',
      comment: 'wrong unit in production',
    });
    expect(await about(approver, urgent)).toMatchObject([
      {
        kind: 'sign',
        gate: 'goLive',
        environment: 'production',
        why: 'Expedited: incident INC-7, a forward fix waits for its one signature',
        needed: 1,
      },
    ]);
    expect(await about(operator, urgent)).toEqual([]);
  });

  it('is empty once the request is withdrawn, and for a go-live that was given', async () => {
    const walked = await scene.another('inbox-done');
    const { goLive, approver } = await walkToGoLive(walked);
    expect(await about(goLive, walked)).toEqual([]);
    expect(await about(approver, walked)).toEqual([]);
    const other = await scene.another('inbox-withdrawn');
    const reviewer = await scene.signer('Withdrawn reviewer', 'reviewer');
    const requestId = await other.request('review');
    expect(await about(reviewer, other)).toHaveLength(1);
    await withdrawRequest(scene.owner, { requestId, comment: 'not yet' });
    expect(await about(reviewer, other)).toEqual([]);
  });
});

describe('pages of an inbox', () => {
  it('come soonest due first, without a gap or a repeat while requests arrive and go', async () => {
    const reader = await scene.signer('Paging reviewer', 'reviewer');
    const labels = Array.from({ length: 7 }, (_, index) => `inbox-page-${index}`);
    const due = (index: number) => new Date(Date.now() + ((index % 3) + 1) * 86_400_000).toISOString();
    for (const [index, label] of labels.entries()) {
      const { address } = await scene.another(label);
      await openRequest(scene.owner, { ...address, gate: 'review', comment: '', dueAt: due(index) });
    }
    const expected = (await inbox(reader)).map(({ requestId }) => requestId);
    const dueOf = (await inbox(reader)).map(({ dueAt }) => dueAt ?? '9');
    expect(dueOf).toEqual([...dueOf].sort());

    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listInbox(reader, { limit: 2, ...(after ? { after } : {}) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ requestId }) => requestId));
      if (seen.length === 2) {
        const early = await scene.another('inbox-page-early');
        await openRequest(scene.owner, {
          ...early.address,
          gate: 'review',
          comment: '',
          dueAt: new Date(Date.now() + 60_000).toISOString(),
        });
      }
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual(expected);
    expect(await inbox(reader)).toHaveLength(expected.length + 1);
  });

  it('refuse a cursor that they did not write', async () => {
    await expect(listInbox(scene.owner, { after: 'AAAA' })).rejects.toThrow(Refusal);
    await expect(listInbox(scene.owner, { limit: 201 })).rejects.toThrow('1 to 200');
  });
});
