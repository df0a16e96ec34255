import type { LedgerState } from '@countersign/ledger';
import type pg from 'pg';

/** Entries hold no names; they are looked up as they are today. */
export interface Names {
  person(id: string): { id: string; name: string };
  /** Null where nothing is called so any more. */
  model(id: string): string | null;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Names of these people and models, in two queries. */
export async function readNames(
  client: pg.ClientBase,
  people: Iterable<string>,
  models: Iterable<string>,
): Promise<Names> {
  const lookUp = async (sql: string, ids: Iterable<string>): Promise<ReadonlyMap<string, string>> => {
    const wanted = [...new Set(ids)].filter((id) => uuid.test(id));
    if (wanted.length === 0) return new Map();
    const { rows } = await client.query<{ id: string; name: string }>(sql, [wanted]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  };
  const personNames = await lookUp('SELECT id, name FROM person WHERE id = ANY ($1::uuid[])', people);
  const modelNames = await lookUp('SELECT id, name FROM model WHERE id = ANY ($1::uuid[])', models);
  return {
    person: (id) => ({ id, name: personNames.get(id) ?? (uuid.test(id) ? 'Unknown person' : 'Countersign') }),
    model: (id) => modelNames.get(id) ?? null,
  };
}

/** Everybody and everything that the two states name. */
export const readNamesOf = (
  client: pg.ClientBase,
  { models }: LedgerState,
  { versions, deployments }: LedgerState,
): Promise<Names> => {
  const people: string[] = [];
  for (const { by } of deployments.values()) people.push(by);
  for (const { signOffs } of versions.values())
    for (const { person, deputyFor } of signOffs.values())
      people.push(person, ...(deputyFor ? [deputyFor] : []));
  return readNames(client, people, models.keys());
};
