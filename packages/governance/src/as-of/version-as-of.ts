import type { AsOfGate, AsOfVersion } from '@countersign/contracts';
import type { LedgerState, RequestState, VersionState } from '@countersign/ledger';
import type { Names } from './read-names-of.ts';

const known = <Fact>(fact: Fact | 'unknown'): Fact | null => (fact === 'unknown' ? null : (fact as Fact));

/** Requests that were withdrawn, closed or superseded gave nothing and held nothing up. */
const isOver = ({ state }: RequestState): boolean =>
  state === 'withdrawn' || state === 'closed' || state === 'superseded';

/** Of each gate the request that counted, or the latest. */
function countingRequests({ requests }: VersionState): RequestState[] {
  const byGate = new Map<string, RequestState>();
  for (const request of requests.values()) {
    if (isOver(request)) continue;
    const gate = [request.gate, request.environment, request.incident].join(' ');
    const before = byGate.get(gate);
    if (before?.state === 'satisfied' && request.state !== 'satisfied') continue;
    byGate.set(gate, request);
  }
  return [...byGate.values()];
}

export const versionAsOf = (version: VersionState, state: LedgerState, names: Names): AsOfVersion => ({
  id: version.id,
  label: version.label,
  stage: version.stage,
  earned: version.earned,
  standing: version.standing,
  revision: known(version.revision),
  asFound: version.asFound,
  approvalEndsAt: known(version.approvalEndsAt),
  stages: [...version.stages].map(([stage, at]) => ({ stage, at })),
  number: version.staged,
  gates: countingRequests(version).map((request) => gateAsOf(version, request, state, names)),
});

const gateAsOf = (
  { signOffs }: VersionState,
  request: RequestState,
  { environments }: LedgerState,
  names: Names,
): AsOfGate => ({
  gate: request.gate,
  environment: request.environment && (environments.get(request.environment)?.key ?? request.environment),
  incident: request.incident,
  state: request.state,
  policy: known(request.policy),
  at: request.at,
  number: request.entry,
  settled: request.settled,
  signOffs: [...signOffs.values()]
    .filter((signOff) => signOff.request === request.id && signOff.state !== 'replaced')
    .map((signOff) => ({
      id: signOff.id,
      person: names.person(signOff.person),
      deputyFor: signOff.deputyFor === null ? null : names.person(signOff.deputyFor),
      role: signOff.role,
      decision: signOff.decision,
      state: signOff.state,
      assurance: signOff.assurance,
      at: signOff.at,
      number: signOff.entry,
    })),
});
