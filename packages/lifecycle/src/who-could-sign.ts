import { matchToPlaces } from './matching.ts';
import { placesOf, signingRoles } from './place.ts';
import type { GatePolicy, Policy } from './policy.ts';
import type { Gate, Role } from './vocabulary.ts';
import { gates } from './vocabulary.ts';

export interface RoleHolder {
  readonly personId: string;
  readonly roles: readonly Role[];
}

export interface GateOutlook {
  readonly places: readonly {
    readonly role: Role;
    readonly quorum: number;
    /** Everybody who holds the role and is no author. */
    readonly candidates: readonly string[];
  }[];
  /** Whether these people could fill this gate, looked at alone. */
  readonly satisfiable: boolean;
}

export interface SigningOutlook {
  readonly gates: Readonly<Record<Gate, GateOutlook>>;
  /** Whether they could carry one version through all its gates, where the policy keeps signers apart. */
  readonly satisfiable: boolean;
  /** Whether an operator separate enough for the tier is then left to deploy it. */
  readonly deployable: boolean;
  /** One way to do it; null if there is none. */
  readonly example: (Readonly<Record<Gate, readonly string[]>> & { readonly operator: string | null }) | null;
}

const canTake = (person: RoleHolder, role: Role): boolean =>
  signingRoles.includes(role) && person.roles.includes(role);

function fills(policy: GatePolicy, people: readonly RoleHolder[]): boolean {
  const places = placesOf(policy);
  const options = people.map((person) =>
    places.flatMap((role, index) => (canTake(person, role) ? [index] : [])),
  );
  return matchToPlaces(options).filter((place) => place !== null).length === places.length;
}

function* teams(
  policy: GatePolicy,
  people: readonly RoleHolder[],
  from = 0,
  team: readonly RoleHolder[] = [],
): Generator<readonly RoleHolder[]> {
  if (team.length === placesOf(policy).length) {
    if (team.length > 0 && fills(policy, team)) yield team;
    return;
  }
  for (let index = from; index < people.length; index += 1) {
    yield* teams(policy, people, index + 1, [...team, people[index]!]);
  }
}

/** People with the same roles are interchangeable, so a few of each kind decide as well as all of them. */
function representatives(people: readonly RoleHolder[], perKind: number): RoleHolder[] {
  const seen = new Map<string, number>();
  return people.filter(({ roles }) => {
    const kind = [...roles].sort().join();
    const before = seen.get(kind) ?? 0;
    seen.set(kind, before + 1);
    return before < perKind;
  });
}

/** Who could deploy once these people signed the go-live: see `isSeparateOperator`, whose rule this foresees. */
function separateOperator(
  policy: Policy,
  authors: readonly string[],
  people: readonly RoleHolder[],
  goLive: readonly RoleHolder[],
): string | null {
  const operator = people.find(({ personId, roles }) => {
    if (!roles.includes('operator')) return false;
    if (policy.tier === 'low') return true;
    if (policy.tier === 'high' && authors.includes(personId)) return false;
    return !goLive.some((signer) => signer.personId === personId);
  });
  return operator?.personId ?? null;
}

type Teams = Partial<Record<Gate, readonly RoleHolder[]>>;

/** Every way to fill the gates one after the other with signers apart where the policy says so, either way round. */
function* fillings(
  policy: Policy,
  people: readonly RoleHolder[],
  index = 0,
  chosen: Teams = {},
): Generator<Teams> {
  const gate = gates[index];
  if (gate === undefined) {
    yield chosen;
    return;
  }
  const apart = gates.filter(
    (other) =>
      policy.gates[gate].distinctFrom.includes(other) || policy.gates[other].distinctFrom.includes(gate),
  );
  const taken = apart.flatMap((other) => chosen[other] ?? []);
  const free = people.filter((person) => !taken.includes(person));
  for (const team of teams(policy.gates[gate], free)) {
    yield* fillings(policy, people, index + 1, { ...chosen, [gate]: team });
  }
}

const idsOf = (team: readonly RoleHolder[] | undefined): string[] =>
  (team ?? []).map(({ personId }) => personId);

/**
 * Who could sign a version of these authors, gate by gate, and whether it could reach production at all: registering
 * says so when nobody can. `people` are those with an active account and the roles that they hold on the model now.
 */
export function whoCouldSign(
  policy: Policy,
  authors: readonly string[],
  people: readonly RoleHolder[],
): SigningOutlook {
  const independent = people.filter(({ personId }) => !authors.includes(personId));
  const outlook = (gate: Gate): GateOutlook => ({
    places: policy.gates[gate].signOffs.map(({ role, quorum }) => ({
      role,
      quorum,
      candidates: idsOf(independent.filter((person) => canTake(person, role))),
    })),
    satisfiable: placesOf(policy.gates[gate]).length > 0 && fills(policy.gates[gate], independent),
  });
  const byGate = { review: outlook('review'), approval: outlook('approval'), goLive: outlook('goLive') };

  const seats = gates.reduce((sum, gate) => sum + placesOf(policy.gates[gate]).length, 0);
  const few = representatives(independent, seats + 1);
  const hasAnyOperator = separateOperator(policy, authors, people, []) !== null;
  let example: SigningOutlook['example'] = null;
  if (gates.every((gate) => byGate[gate].satisfiable)) {
    for (const filling of fillings(policy, few)) {
      const operator = separateOperator(policy, authors, people, filling.goLive ?? []);
      if (example === null || operator !== null) {
        example = {
          review: idsOf(filling.review),
          approval: idsOf(filling.approval),
          goLive: idsOf(filling.goLive),
          operator,
        };
      }
      if (operator !== null || !hasAnyOperator) break;
    }
  }
  return {
    gates: byGate,
    satisfiable: example !== null,
    deployable: example !== null && example.operator !== null,
    example,
  };
}
