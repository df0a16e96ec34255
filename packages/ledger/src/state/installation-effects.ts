import { effect } from './effect.ts';
import { type NumberedEntry, numberIn, textIn, textOrNullIn } from './facts.ts';
import { type LedgerState, type PersonState, policyKey } from './ledger-state.ts';

const person =
  (kind: PersonState['kind']) =>
  (state: LedgerState, { entry, number }: NumberedEntry): void => {
    const { id } = entry.subject;
    state.people.set(id, { id, kind, active: true, entry: number });
  };

const activate =
  (active: boolean) =>
  (state: LedgerState, { entry }: NumberedEntry): void => {
    const found = state.people.get(entry.subject.id);
    if (found) found.active = active;
  };

const people = ['people'] as const;

export const installationEffects = {
  'person.added': effect(people, 'A person with an open account.', person('person')),
  'person.reopened': effect(people, 'The account is open again.', activate(true)),
  'service.made': effect(people, 'A service account that is open.', person('service')),
  'service.stopped': effect(people, 'The service account is closed.', activate(false)),
  'service.handed-over': effect(people, 'The service account is open.', activate(true)),
  'environment.made': effect(
    ['environments'],
    'An environment with `key`, for `production` or not, that asks `requiredStage` of what is not for production.',
    (state, { entry, number }) => {
      const { id } = entry.subject;
      state.environments.set(id, {
        id,
        key: textIn(entry.data, 'key'),
        production: entry.data.production === true,
        requiredStage: textIn(entry.data, 'requiredStage'),
        entry: number,
      });
    },
  ),
  'policy.published': effect(
    ['policies'],
    'The policy has a version `number` for `tier`; `body` is the SHA-256 of its canonical JSON. The one with the highest number is in force; a request keeps its own.',
    (state, { entry, number }) => {
      const id = entry.subject.id;
      const published = numberIn(entry.data, 'number');
      if (published === 'unknown') return;
      const reference = { id, number: published };
      state.policies.set(policyKey(reference), {
        ...reference,
        tier: textIn(entry.data, 'tier'),
        body: textIn(entry.data, 'body'),
        at: entry.at,
        entry: number,
      });
    },
  ),
  'model.created': effect(
    ['models'],
    'A model with `key`, `tier`, the policy `policy` and its `owner`.',
    (state, { entry, number }) => {
      const { id } = entry.subject;
      state.models.set(id, {
        id,
        key: textIn(entry.data, 'key'),
        tier: textIn(entry.data, 'tier'),
        policy: textIn(entry.data, 'policy'),
        owner: textOrNullIn(entry.data, 'owner'),
        retired: false,
        at: entry.at,
        entry: number,
      });
    },
  ),
  'model.tier-set': effect(['models'], 'The tier is `tier`, the policy `policy`.', (state, { entry }) => {
    const model = state.models.get(entry.subject.id);
    if (model)
      Object.assign(model, { tier: textIn(entry.data, 'tier'), policy: textIn(entry.data, 'policy') });
  }),
  'model.retired': effect(['models'], 'The model is retired.', (state, { entry }) => {
    const model = state.models.get(entry.subject.id);
    if (model) model.retired = true;
  }),
} as const;
