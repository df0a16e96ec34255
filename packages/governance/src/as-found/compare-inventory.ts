import { type InventoryProblem, inventoryColumns } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { InventoryLine } from './parse-inventory.ts';

/** What a batch of claims meets here: everything that the import has to know, read at once. */
export interface Surroundings {
  readonly models: ReadonlyMap<
    string,
    { readonly id: string; readonly tier: string; readonly versions: number }
  >;
  /** People with an active account, by any of their verified addresses. */
  readonly people: ReadonlyMap<string, string>;
  readonly environments: ReadonlyMap<string, { readonly id: string; readonly production: boolean }>;
}

export async function readSurroundings(
  tx: Pick<Tx, 'query'>,
  lines: readonly InventoryLine[],
  lock: '' | 'FOR UPDATE' = '',
): Promise<Surroundings> {
  const models = await tx.query<{ id: string; key: string; tier: string; versions: number }>(
    `SELECT m.id, m.key, m.tier, (SELECT count(*)::int FROM version v WHERE v.model_id = m.id) AS versions
     FROM model m WHERE m.key = ANY ($1) ORDER BY m.id ${lock}`,
    [lines.map(({ row }) => row.model)],
  );
  const addresses = lines.flatMap(({ row }) => [row.owner, ...row.authors]);
  const people = await tx.query<{ email: string; person_id: string }>(
    `SELECT e.email, e.person_id FROM person_email e JOIN person p ON p.id = e.person_id
     WHERE e.email = ANY ($1) AND e.verified_at IS NOT NULL AND p.active`,
    [[...new Set(addresses)]],
  );
  const environments = await tx.query<{ id: string; key: string; production: boolean }>(
    'SELECT id, key, production FROM environment WHERE key = ANY ($1)',
    [[...new Set(lines.map(({ row }) => row.environment))]],
  );
  return {
    models: new Map(models.rows.map((row) => [row.key, row])),
    people: new Map(people.rows.map((row) => [row.email, row.person_id])),
    environments: new Map(environments.rows.map((row) => [row.key, row])),
  };
}

/** Why rows that are well written cannot enter here. `today` is RFC 3339. */
export function compareInventory(
  lines: readonly InventoryLine[],
  here: Surroundings,
  today: string,
): InventoryProblem[] {
  return lines.flatMap(({ line, row }) => {
    const problems: InventoryProblem[] = [];
    const because = (field: keyof typeof inventoryColumns, message: string) =>
      problems.push({ line, column: inventoryColumns[field], message });
    const model = here.models.get(row.model);
    if (model && model.versions > 0)
      because('model', `${row.model} has versions here: only a model without any enters as found.`);
    else if (model && model.tier !== row.tier)
      because('tier', `${row.model} is here already, with the tier ${model.tier}.`);
    if (!here.people.has(row.owner))
      because('owner', `Nobody with an active account has the address ${row.owner}.`);
    const environment = here.environments.get(row.environment);
    if (!environment) because('environment', 'There is no such environment.');
    else if (!environment.production)
      because('environment', 'This is no production environment; as found is for what serves in production.');
    if (row.since > today) because('since', 'This day is still to come.');
    if (row.approvedOn !== null && row.approvedOn > today)
      because('approvedOn', 'This day is still to come.');
    return problems;
  });
}
