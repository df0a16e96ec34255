import type { DeploymentState, RequestState, VersionState } from '../src/index.ts';

/** Second opinions, written without the package's own functions: only its types. */

export const isInProductionByHand = (
  state: VersionState,
  { environmentId, role }: DeploymentState,
): boolean =>
  role !== 'shadow' &&
  state.environments.filter(({ production }) => production).some(({ id }) => id === environmentId);

interface Seat {
  readonly request: RequestState;
  readonly role: string;
}

function mayNotShare(a: RequestState, b: RequestState): boolean {
  if (a.id === b.id) return true;
  const asks = (one: RequestState, other: RequestState) =>
    one.policy.gates[one.gate].distinctFrom.some((gate) => gate === other.gate);
  return asks(a, b) || asks(b, a);
}

/** Tries every person on every seat of every satisfied gate at once. */
export function holdByHand(state: VersionState): boolean {
  const seats: Seat[] = [];
  for (const request of state.requests) {
    if (request.state !== 'satisfied') continue;
    for (const { role, quorum } of request.policy.gates[request.gate].signOffs) {
      for (let seat = 0; seat < quorum; seat += 1) seats.push({ request, role });
    }
  }
  const taken: { readonly request: RequestState; readonly personId: string }[] = [];
  const sit = (index: number): boolean => {
    const seat = seats[index];
    if (seat === undefined) return true;
    for (const made of state.signOffs) {
      const fits =
        made.requestId === seat.request.id &&
        made.role === seat.role &&
        made.decision === 'endorse' &&
        made.state === 'current' &&
        !state.authors.includes(made.personId) &&
        !taken.some((other) => other.personId === made.personId && mayNotShare(other.request, seat.request));
      if (!fits) continue;
      taken.push({ request: seat.request, personId: made.personId });
      if (sit(index + 1)) return true;
      taken.pop();
    }
    return false;
  };
  return sit(0);
}
