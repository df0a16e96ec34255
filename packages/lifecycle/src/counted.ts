import { peopleBehind } from './behind.ts';
import { endorsementsOf } from './endorsement.ts';
import { matchToPlaces } from './matching.ts';
import { placesOf } from './place.ts';
import type { RequestState, SignOffState, VersionState } from './state.ts';
import { gates } from './vocabulary.ts';

/** Whether the policies pinned by the two requests keep their signers apart; asked by either, it holds both ways. */
export const areKeptApart = (a: RequestState, b: RequestState): boolean =>
  a.id !== b.id &&
  (a.policy.gates[a.gate].distinctFrom.includes(b.gate) ||
    b.policy.gates[b.gate].distinctFrom.includes(a.gate));

/** Seat by seat: which of the endorsements sits there. Roles are those that people signed under. */
export function seat(request: RequestState, endorsements: readonly SignOffState[]): (SignOffState | null)[] {
  const places = placesOf(request.policy.gates[request.gate]);
  const options = endorsements.map(({ role }) =>
    places.flatMap((place, index) => (place === role ? [index] : [])),
  );
  const placeOf = matchToPlaces(options);
  return places.map((_, index) => endorsements[placeOf.indexOf(index)] ?? null);
}

/** Every way to fill all seats of a gate, those with the oldest endorsements first. */
function* completeChoices(
  request: RequestState,
  endorsements: readonly SignOffState[],
): Generator<readonly SignOffState[]> {
  const needed = placesOf(request.policy.gates[request.gate]).length;

  function* choose(from: number, chosen: readonly SignOffState[]): Generator<readonly SignOffState[]> {
    if (chosen.length === needed) {
      if (!seat(request, chosen).includes(null)) yield chosen;
      return;
    }
    for (let index = from; index < endorsements.length; index += 1) {
      yield* choose(index + 1, [...chosen, endorsements[index]!]);
    }
  }
  yield* choose(0, []);
}

/**
 * The counted endorsements of every satisfied gate, by request id.
 *
 * Gates that are kept apart are decided together: a surplus endorsement of a person who is counted elsewhere must not
 * take the seat of the one who really filled it. Each satisfied gate was filled apart from the others that held then,
 * so an answer exists; of several the one with the oldest endorsements, lowest gate first, is taken.
 */
export function countedWhereSatisfied(state: VersionState): ReadonlyMap<string, readonly SignOffState[]> {
  const satisfied = state.requests
    .filter((request) => request.state === 'satisfied')
    .sort((a, b) => gates.indexOf(a.gate) - gates.indexOf(b.gate));

  const decide = (
    index: number,
    decided: ReadonlyMap<string, readonly SignOffState[]>,
  ): ReadonlyMap<string, readonly SignOffState[]> | null => {
    const request = satisfied[index];
    if (request === undefined) return decided;
    const elsewhere = satisfied
      .filter((other) => areKeptApart(request, other))
      .flatMap((other) => decided.get(other.id) ?? [])
      .flatMap(peopleBehind);
    const free = endorsementsOf(state, request).filter(
      (signOff) => !peopleBehind(signOff).some((person) => elsewhere.includes(person)),
    );
    for (const choice of completeChoices(request, free)) {
      const answer = decide(index + 1, new Map(decided).set(request.id, choice));
      if (answer !== null) return answer;
    }
    return null;
  };

  const greedy = (): ReadonlyMap<string, readonly SignOffState[]> =>
    new Map(
      satisfied.map((request) => [
        request.id,
        seat(request, endorsementsOf(state, request)).filter((signOff) => signOff !== null),
      ]),
    );
  return decide(0, new Map()) ?? greedy();
}

/** People counted at satisfied gates that the request's gate is kept apart from. */
export function peopleKeptApartFrom(state: VersionState, request: RequestState): string[] {
  const others = state.requests.filter(
    (other) => other.state === 'satisfied' && areKeptApart(request, other),
  );
  if (others.length === 0) return [];
  const counted = countedWhereSatisfied(state);
  return others.flatMap((other) => counted.get(other.id) ?? []).flatMap(peopleBehind);
}
