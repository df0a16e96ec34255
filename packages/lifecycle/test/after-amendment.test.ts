import { describe, expect, it } from 'vitest';
import { afterAmendment, type VersionState } from '../src/index.ts';
import { deployment, request, reviewed, signOff, version } from './version-fixture.ts';

const open = (signOffs: VersionState['signOffs'], over: Partial<VersionState> = {}): VersionState =>
  version({ requests: [request('review', 'open', { id: 'r' })], signOffs, ...over });

const endorsed = (over: Partial<VersionState['signOffs'][0]> = {}) => signOff('r', 'rita', 'reviewer', over);

describe('an amendment', () => {
  const signOffs = [
    endorsed(),
    signOff('r', 'rolf', 'reviewer', { id: 'hold', decision: 'request-changes' }),
  ];

  it('of substance voids what was endorsed, closes the request and tells who asked for changes', () => {
    const amended = afterAmendment(open(signOffs), { kind: 'substance', digest: 's2', personId: 'dora' });
    expect(amended).toMatchObject({
      stage: 'registered',
      requests: [{ id: 'r', state: 'closed' }],
      signOffs: [
        { id: 'r/rita', state: 'void' },
        { id: 'hold', state: 'cleared' },
      ],
      told: ['rolf'],
    });
    expect(amended.next).toMatchObject({ substance: 's2', presentation: 'p1', authors: ['ada', 'dora'] });
  });

  it('of prose keeps the request open and owes the endorsements', () => {
    const amended = afterAmendment(open(signOffs), { kind: 'presentation', digest: 'p2', personId: 'dora' });
    expect(amended).toMatchObject({
      stage: 'registered',
      requests: [],
      signOffs: [
        { id: 'r/rita', state: 'owed' },
        { id: 'hold', state: 'cleared' },
      ],
      told: ['rolf'],
    });
    expect(amended.next).toMatchObject({ substance: 's1', presentation: 'p2', authors: ['ada'] });
  });

  const inReview = version({
    ...reviewed,
    requests: [...reviewed.requests, request('approval', 'open', { id: 'a' })],
    signOffs: [...reviewed.signOffs, signOff('a', 'paul', 'approver')],
  });

  it('of prose in reviewed opens the review again and ends the request for approval', () => {
    expect(afterAmendment(inReview, { kind: 'presentation', digest: 'p2', personId: 'ada' })).toMatchObject({
      stage: 'registered',
      requests: [
        { id: 'review-satisfied', state: 'open' },
        { id: 'a', state: 'closed' },
      ],
      signOffs: [
        { id: 'review-satisfied/rita', state: 'owed' },
        { id: 'a/paul', state: 'void' },
      ],
    });
  });

  it('of substance in reviewed ends both', () => {
    expect(afterAmendment(inReview, { kind: 'substance', digest: 's2', personId: 'ada' })).toMatchObject({
      stage: 'registered',
      requests: [
        { id: 'review-satisfied', state: 'closed' },
        { id: 'a', state: 'closed' },
      ],
      signOffs: [
        { id: 'review-satisfied/rita', state: 'void' },
        { id: 'a/paul', state: 'void' },
      ],
    });
  });

  it('leaves a rejection standing, for the substance that it rejected', () => {
    const rejected = version({
      requests: [request('review', 'closed', { id: 'r' })],
      signOffs: [endorsed({ decision: 'reject' })],
    });
    expect(afterAmendment(rejected, { kind: 'substance', digest: 's2', personId: 'ada' }).signOffs).toEqual(
      [],
    );
  });

  it('keeps a version that serves where it is shown', () => {
    const serving = version({
      ...reviewed,
      deployments: [deployment('production', { ground: 'expedited' })],
    });
    expect(afterAmendment(serving, { kind: 'presentation', digest: 'p2', personId: 'ada' })).toMatchObject({
      stage: 'deployed',
      earned: 'registered',
    });
  });
});
