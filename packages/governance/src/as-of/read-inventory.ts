import type { AsOfModel, AsOfPlace } from '@countersign/contracts';
import { emptyState, isHeldAt, type LedgerState, type RoleState } from '@countersign/ledger';
import type { Context } from '../context.ts';
import { tellingEvents } from '../rebuild/telling-events.ts';
import { LedgerReader } from './ledger-reader.ts';
import { modelAsOf } from './model-as-of.ts';
import { type Names, readNames, readNamesOf } from './read-names-of.ts';
import { findModels, readAllVersions, readState } from './read-state.ts';

/** Models whose histories are in memory at a time. */
const modelsAtOnce = 50;

/** A model as it was, retired ones too, with every version that it had, deployed or not. */
export interface InventoryModel extends AsOfModel {
  /** RFC 3339. */
  readonly at: string;
  /** Names of those who held the role of its owner on it; those who held it on every model where nobody did. */
  readonly owners: readonly string[];
}

export interface InventoryWish {
  readonly moment: Date;
  /** Only the first so many entries of the ledger count. */
  readonly size: number;
  /** Null: every model. */
  readonly modelIds: readonly string[] | null;
}

/** The inventory at a past moment from the entries alone, a model at a time; names are those of today. */
export function readInventory(
  ctx: Pick<Context, 'pool'>,
  { moment, size, modelIds }: InventoryWish,
  each: (model: InventoryModel) => void,
): Promise<AsOfPlace> {
  return LedgerReader.at(
    ctx,
    moment,
    async (reader) => {
      const owners = await readOwners(reader, moment);
      for (let after: string | null = null; ; ) {
        const found = await findModels(reader, {
          after,
          limit: modelsAtOnce,
          modelId: null,
          models: modelIds,
        });
        const page = found.slice(0, modelsAtOnce);
        const ids = page.map(({ model_id }) => model_id);
        const state = await readState(reader, ids);
        const versions = await readAllVersions(reader, ids);
        const names = await readNamesOf(reader.client, state, versions);
        for (const model of state.models.values())
          each({ ...modelAsOf(model, state, versions, names), at: model.at, owners: owners(model.id) });
        if (found.length === page.length) break;
        after = page.at(-1)!.id;
      }
      return reader.place();
    },
    size,
  );
}

async function readOwners(
  reader: LedgerReader,
  moment: Date,
): Promise<(modelId: string) => readonly string[]> {
  const state = emptyState();
  await reader.apply(state, { where: 'l.event = ANY ($2)', values: [tellingEvents('people', 'roles')] });
  const held = ownersIn(state, moment.toISOString());
  const names = await readNames(
    reader.client,
    held.map(({ person }) => person),
    [],
  );
  return (modelId) => {
    const own = held.filter(({ model }) => model === modelId);
    return namesOf(own.length > 0 ? own : held.filter(({ model }) => model === null), names);
  };
}

const ownersIn = ({ roles, people }: LedgerState, moment: string): RoleState[] =>
  [...roles.values()].filter(
    (role) =>
      role.role === 'owner' && isHeldAt(role, moment) !== false && people.get(role.person)?.active === true,
  );

const namesOf = (roles: readonly RoleState[], names: Names): readonly string[] =>
  [...new Set(roles.map(({ person }) => names.person(person).name))].sort();
