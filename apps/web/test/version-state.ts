import { type Reason, sentenceOf } from '@countersign/contracts';
import {
  type Actor,
  builtInPolicies,
  type Command,
  type RequestState,
  type Role,
  type VersionState,
  whyNot,
} from '@countersign/lifecycle';

export const now = '2026-11-21T12:00:00.000Z';

export const session = (personId: string, ...roles: readonly Role[]): Actor => ({
  personId,
  roles,
  via: 'session',
});

export const reviewRequest: RequestState = {
  id: 'request-1',
  gate: 'review',
  environmentId: null,
  policy: builtInPolicies.moderate,
  state: 'open',
  substance: 's1',
};

/** A version of tier moderate, just registered by ada, with an open review and its checks passing. */
export const underReview = (over: Partial<VersionState> = {}): VersionState => ({
  id: 'version',
  stage: 'registered',
  earned: 'registered',
  standing: 'usable',
  substance: 's1',
  presentation: 'p1',
  tier: 'moderate',
  policy: builtInPolicies.moderate,
  authors: ['ada'],
  approvalEndsAt: null,
  asFound: false,
  expeditedUsed: false,
  requests: [reviewRequest],
  signOffs: [],
  evidence: [
    { kind: 'golden-set-parity', environmentId: null, result: 'pass', basis: 'checked' },
    { kind: 'robustness-run', environmentId: null, result: 'pass', basis: 'checked' },
  ],
  deployments: [],
  environments: [{ id: 'production', production: true, requiredStage: 'registered' }],
  champions: [],
  switches: [],
  wasChampionIn: [],
  references: [],
  liftSignatures: [],
  ...over,
});

/** The machine's reasons in the shape and words that the server sends. */
export const reasonsOf = (state: VersionState, command: Command, actor: Actor): Reason[] =>
  whyNot(state, command, actor, now).map((reason) => ({ code: reason.code, message: sentenceOf(reason) }));
