import type { Entry } from '../entry.ts';
import { effect } from './effect.ts';
import {
  type Known,
  type NumberedEntry,
  numberIn,
  objectIn,
  objectsIn,
  textIfIn,
  textIn,
  textOrNullIn,
} from './facts.ts';
import type {
  LedgerState,
  PolicyReference,
  RequestState,
  SignOffState,
  VersionState,
} from './ledger-state.ts';

type Change = (version: VersionState, entry: Entry, number: number | null) => void;

/** Entries about a version that no entry made change nothing: whoever compares finds the version missing. */
const onVersion =
  (...changes: readonly Change[]) =>
  (state: LedgerState, { entry, number }: NumberedEntry): void => {
    const version = state.versions.get(entry.subject.id);
    if (version) for (const change of changes) change(version, entry, number);
  };

const policyIn = (data: Entry['data']): Known<PolicyReference> => {
  const policy = objectIn(data, 'policy');
  return policy && typeof policy.id === 'string' && typeof policy.number === 'number'
    ? { id: policy.id, number: policy.number }
    : 'unknown';
};

const isStanding = ({ state }: RequestState): boolean => state === 'open' || state === 'satisfied';
const isLive = ({ state }: SignOffState): boolean => state === 'current' || state === 'owed';

/** What the entry says that it settled beside its own event. */
const settle: Change = (version, { data }, number) => {
  for (const moved of objectsIn(data, 'requests') ?? []) {
    const request = version.requests.get(textIn(moved, 'request'));
    if (request) Object.assign(request, { state: textIn(moved, 'state'), settled: number });
  }
  for (const moved of objectsIn(data, 'signOffs') ?? []) {
    const signOff = version.signOffs.get(textIn(moved, 'signOff'));
    if (signOff) signOff.state = textIn(moved, 'state');
  }
  if ('approvalEndsAt' in data) version.approvalEndsAt = textOrNullIn(data, 'approvalEndsAt');
};

/** Events that may settle a gate did not always say so: what stood until then may have moved. */
const loseUntold: Change = (version, { data }) => {
  if (objectsIn(data, 'requests') !== null) return;
  for (const request of version.requests.values()) {
    if (!isStanding(request)) continue;
    request.state = 'unknown';
    if (request.gate === 'approval') version.approvalEndsAt = 'unknown';
  }
};

const made = (
  state: LedgerState,
  { entry, number }: NumberedEntry,
  first: Pick<VersionState, 'stage' | 'approvalEndsAt' | 'asFound'>,
): void => {
  const { data } = entry;
  state.versions.set(entry.subject.id, {
    id: entry.subject.id,
    model: textIn(data, 'model'),
    number: numberIn(data, 'number'),
    label: textIn(data, 'label'),
    earned: 'registered',
    standing: 'usable',
    revision: numberIn(data, 'revision'),
    substance: textIn(data, 'substance'),
    presentation: textIn(data, 'presentation'),
    step: entry.step ?? 0,
    expeditedUsed: false,
    stages: new Map([
      ['registered', entry.at],
      [first.stage, entry.at],
    ]),
    requests: new Map(),
    signOffs: new Map(),
    at: entry.at,
    entry: number,
    staged: number,
    ...first,
  });
};

const asked: Change = (version, { data, actor, at }, number) => {
  const id = textIn(data, 'request');
  version.requests.set(id, {
    id,
    gate: textIn(data, 'gate'),
    environment: textOrNullIn(data, 'environment'),
    revision: numberIn(data, 'revision'),
    substance: textIn(data, 'substance'),
    policy: policyIn(data),
    incident: textIfIn(data, 'incident'),
    state: 'open',
    by: actor.kind === 'person' ? actor.id : 'unknown',
    at,
    entry: number,
    settled: number,
  });
};

const signed: Change = (version, { data, actor, at }, number) => {
  const id = textIn(data, 'signOff');
  const request = textIn(data, 'request');
  const replaced = version.signOffs.get(textIfIn(data, 'endorses') ?? '');
  if (replaced) replaced.state = 'replaced';
  if (objectsIn(data, 'signOffs') === null) {
    for (const earlier of version.signOffs.values())
      if (earlier.request === request && earlier.person === actor.id && isLive(earlier))
        earlier.state = 'unknown';
  }
  version.signOffs.set(id, {
    id,
    request,
    gate: textIn(data, 'gate'),
    environment: textOrNullIn(data, 'environment'),
    decision: textIn(data, 'decision'),
    person: actor.id,
    role: textIn(data, 'role'),
    deputyFor: textIfIn(data, 'deputyFor'),
    revision: numberIn(data, 'revision'),
    substance: textIn(data, 'substance'),
    presentation: textIn(data, 'presentation'),
    policy: policyIn(data),
    assurance: textIn(data, 'assurance'),
    incident: textIfIn(data, 'incident'),
    state: 'current',
    at,
    entry: number,
  });
};

const endSignOff =
  (state: (data: Entry['data']) => Known<string>): Change =>
  (version, { data }) => {
    const signOff = version.signOffs.get(textIn(data, 'signOff'));
    if (signOff) signOff.state = state(data);
  };

const withdrawRequest: Change = (version, { data }, number) => {
  const request = version.requests.get(textIn(data, 'request'));
  if (request) Object.assign(request, { state: 'withdrawn', settled: number });
};

const amend: Change = (version, { data }) => {
  version.revision = numberIn(data, 'revision');
  version.substance = textIn(data, 'substance');
  version.presentation = textIn(data, 'presentation');
};

const stand =
  (standing: string): Change =>
  (version) => {
    version.standing = standing;
  };

const moveStage: Change = (version, { data, at }, number) => {
  const stage = textIn(data, 'to');
  const earned = textIn(data, 'earned');
  if (version.earned !== earned) version.stages.set(earned, at);
  if (version.stage !== stage) version.stages.set(stage, at);
  if (version.stage !== stage) version.staged = number;
  version.stage = stage;
  version.earned = earned;
};

const versions = ['versions'] as const;

/** What every entry of a version does after its own effect, whatever the event. */
export const onEveryStep = onVersion((version, entry, number) => {
  if (entry.step !== null) version.step = entry.step;
  settle(version, entry, number);
});

const settlesAlone = 'Nothing by itself. ‡';

export const versionEffects = {
  'version.registered': effect(
    versions,
    'A version of model `model` with `number`, `label`, `revision`, `substance`, `presentation`; stage and earned stage registered, standing usable.',
    (state, entry) => made(state, entry, { stage: 'registered', approvalEndsAt: null, asFound: false }),
  ),
  'version.found': effect(
    ['versions', 'deployments'],
    'The same as found: stage deployed, nothing earned, approval until `reviewBy`; its deployment `deployment` is champion in `environment`, ground as-found.',
    (state, entry) => {
      const { data, actor, at, subject } = entry.entry;
      made(state, entry, {
        stage: 'deployed',
        approvalEndsAt: textOrNullIn(data, 'reviewBy'),
        asFound: true,
      });
      const id = textIn(data, 'deployment');
      state.deployments.set(id, {
        id,
        version: subject.id,
        environment: textIn(data, 'environment'),
        role: 'champion',
        ground: 'as-found',
        state: 'serving',
        lapsesAt: null,
        by: actor.id,
        at,
        entry: entry.number,
      });
    },
  ),
  'version.requested': effect(
    versions,
    'The request `request` for gate `gate` (in `environment`) is open, over `revision` and `substance`, under policy `policy`; with an `incident` it is for the expedited road.',
    onVersion(asked),
  ),
  'version.request-withdrawn': effect(
    versions,
    `The request \`request\` is withdrawn. ‡`,
    onVersion(loseUntold, withdrawRequest),
  ),
  'version.signed-off': effect(
    versions,
    `A sign-off \`signOff\` by the actor, current: its \`request\`, \`gate\`, \`environment\`, \`decision\`, \`role\`, \`deputyFor\`, \`policy\`, digests and assurance. ‡`,
    onVersion(loseUntold, signed),
  ),
  'version.re-endorsed': effect(
    versions,
    `The same; the sign-off \`endorses\` is replaced. ‡`,
    onVersion(loseUntold, signed),
  ),
  'version.sign-off-withdrawn': effect(
    versions,
    `The sign-off \`signOff\` is withdrawn. ‡`,
    onVersion(
      loseUntold,
      endSignOff(() => 'withdrawn'),
    ),
  ),
  'version.sign-off-voided': effect(
    versions,
    `The sign-off \`signOff\` has the state \`state\`: owed, cleared or void.`,
    onVersion(endSignOff((data) => textIn(data, 'state'))),
  ),
  'version.hold-ended': effect(versions, settlesAlone, onVersion(loseUntold)),
  'version.author-found': effect(versions, settlesAlone, onVersion(loseUntold)),
  'version.amended': effect(
    versions,
    `The version is at \`revision\`, with \`substance\` and \`presentation\`. ‡`,
    onVersion(loseUntold, amend),
  ),
  'version.evidence-recorded': effect(versions, settlesAlone, onVersion(loseUntold)),
  'version.reference-added': effect(versions, settlesAlone, onVersion(loseUntold)),
  'version.reference-withdrawn': effect(versions, settlesAlone, onVersion(loseUntold)),
  'version.stage-moved': effect(
    versions,
    'The stage is `to`, the earned stage `earned`.',
    onVersion(moveStage),
  ),
  'version.deprecated': effect(
    versions,
    'Nothing by itself: the stage follows in an entry of its own. ‡',
    onVersion(loseUntold),
  ),
  'version.marked-advisory': effect(versions, 'The standing is advisory.', onVersion(stand('advisory'))),
  'version.marked-blocked': effect(versions, 'The standing is blocked.', onVersion(stand('blocked'))),
  'version.lifted': effect(versions, 'The standing is usable.', onVersion(stand('usable'))),
} as const;
