import type { JsonValue } from '../canonical-json.ts';
import { effect } from './effect.ts';
import { type NumberedEntry, objectIn, objectsIn, textIfIn, textIn } from './facts.ts';
import { type LedgerState, type RoleState, roleKey } from './ledger-state.ts';

type Data = { readonly [key: string]: JsonValue };

const keyIn = (data: Data, person: string): string =>
  roleKey({
    person,
    role: textIn(data, 'role'),
    model: textIfIn(data, 'model'),
    delegation: textIfIn(data, 'delegation'),
  });

/** Roles of deputies that the entry ends or shortens, each named whole. */
function deputies(state: LedgerState, data: Data): void {
  for (const named of objectsIn(data, 'deputies') ?? []) {
    const key = keyIn(named, textIn(named, 'person'));
    const until = textIfIn(named, 'endsAt');
    const role = state.roles.get(key);
    if (until === null) state.roles.delete(key);
    else if (role) role.until = until;
  }
}

function lose(state: LedgerState, roles: Iterable<RoleState>): void {
  for (const role of roles) state.roles.set(roleKey(role), { ...role, held: 'unknown' });
}

const granted = (state: LedgerState, { entry, number }: NumberedEntry): void => {
  const { data, actor, at, subject } = entry;
  const period = objectIn(data, 'period');
  const until = textIfIn(data, 'endsAt');
  const role: RoleState = {
    person: subject.id,
    role: textIn(data, 'role'),
    model: textIfIn(data, 'model'),
    delegation: null,
    deputyFor: null,
    from: null,
    until,
    period: period && { from: textIfIn(period, 'from'), to: textIfIn(period, 'to') },
    held: true,
    by: actor.id,
    at,
    entry: number,
  };
  state.roles.set(roleKey(role), role);
  if (until !== null && objectsIn(data, 'deputies') === null)
    for (const deputy of state.roles.values())
      if (deputy.deputyFor === role.person && deputy.role === role.role && deputy.model === role.model)
        deputy.until = 'unknown';
  deputies(state, data);
};

/** Entries that do not say whether a role was held as a deputy are about the one role that it can be. */
const ended = (state: LedgerState, { entry }: NumberedEntry): void => {
  const { data, subject } = entry;
  if ('delegation' in data) {
    state.roles.delete(keyIn(data, subject.id));
    deputies(state, data);
    return;
  }
  const model = textIfIn(data, 'model');
  const meant = [...state.roles.values()].filter(
    (role) => role.person === subject.id && role.role === textIn(data, 'role') && role.model === model,
  );
  if (meant.length === 1) state.roles.delete(roleKey(meant[0]!));
  else lose(state, meant);
  lose(
    state,
    [...state.roles.values()].filter(({ deputyFor, role }) => deputyFor === subject.id && role === data.role),
  );
};

const delegated = (state: LedgerState, { entry, number }: NumberedEntry): void => {
  const { data, actor, at, subject } = entry;
  for (const given of objectsIn(data, 'roles') ?? []) {
    const role: RoleState = {
      person: textIn(data, 'deputy'),
      role: textIn(given, 'role'),
      model: textIfIn(given, 'model'),
      delegation: textIn(data, 'delegation'),
      deputyFor: subject.id,
      from: textIn(data, 'from'),
      until: textIn(given, 'endsAt'),
      period: null,
      held: true,
      by: actor.id,
      at,
      entry: number,
    };
    state.roles.set(roleKey(role), role);
  }
};

const roles = ['roles'] as const;

export const roleEffects = {
  'role.granted': effect(
    roles,
    'The person holds `role` on `model` (null: every model), until `endsAt` where it is named; of an auditor over records of `period`. The same role given before is replaced. `deputies` who hold it for the person end with it, at their `endsAt`.',
    granted,
  ),
  'role.revoked': effect(
    roles,
    'The person no longer holds `role` on `model`, held by `delegation` or (null) in their own right; nor do the `deputies`.',
    ended,
  ),
  'role.expired': effect(roles, 'The same: it had ended on its day.', ended),
  'delegation.made': effect(
    roles,
    '`deputy` holds each of `roles` for the person, by `delegation`, from `from` until its `endsAt`.',
    delegated,
  ),
  'delegation.ended': effect(roles, 'Every role held by `delegation` is over.', (state, { entry }) => {
    const id = textIn(entry.data, 'delegation');
    for (const [key, { delegation }] of state.roles) if (delegation === id) state.roles.delete(key);
  }),
  'person.deactivated': effect(
    ['people', 'roles'],
    'The account is closed; its roles end in entries of their own, those of the `deputies` with this one.',
    (state, { entry }) => {
      const person = state.people.get(entry.subject.id);
      if (person) person.active = false;
      deputies(state, entry.data);
    },
  ),
} as const;
