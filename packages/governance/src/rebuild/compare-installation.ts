import {
  canonicalJson,
  type JsonValue,
  type LedgerState,
  policyKey,
  type RoleState,
  roleKey,
} from '@countersign/ledger';
import type pg from 'pg';
import { sha256Hex } from '../change.ts';
import type { Facts, Findings, Thing } from './findings.ts';

const rowsAtOnce = 1_000;

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Rows of a table by their id, a page at a time. */
async function* rowsOf<Row extends { readonly id: string }>(
  client: pg.ClientBase,
  sql: (after: string) => string,
): AsyncGenerator<Row> {
  for (let after: string | null = null; ; ) {
    const { rows }: pg.QueryResult<Row> = await client.query<Row>(
      `${sql('($1::uuid IS NULL OR x.id > $1)')} ORDER BY x.id LIMIT ${rowsAtOnce}`,
      [after],
    );
    yield* rows;
    if (rows.length < rowsAtOnce) return;
    after = rows.at(-1)!.id;
  }
}

/** Holds what belongs to no version against the tables: people, roles, environments, policies, models. */
export async function compareInstallation(
  client: pg.ClientBase,
  state: LedgerState,
  findings: Findings,
): Promise<void> {
  await comparePeople(client, state, findings);
  await compareRoles(client, state, findings);
  await compareEnvironments(client, state, findings);
  await comparePolicies(client, state, findings);
  await compareModels(client, state, findings);
}

/** What only the entries have, after the tables were gone through. */
function leftOver<Of extends { readonly entry: number | null }>(
  what: Thing['what'],
  all: ReadonlyMap<string, Of>,
  met: ReadonlySet<string>,
  findings: Findings,
  factsOf: (of: Of) => Facts,
): void {
  for (const [id, of] of all)
    if (!met.has(id)) findings.compare({ what, id, name: '', number: of.entry }, factsOf(of), null);
}

async function comparePeople(
  client: pg.ClientBase,
  { people }: LedgerState,
  findings: Findings,
): Promise<void> {
  const met = new Set<string>();
  const rows = rowsOf<{ id: string; name: string; kind: string; active: boolean }>(
    client,
    (after) => `SELECT x.id, x.name, x.kind, x.active FROM person x WHERE ${after}`,
  );
  for await (const { id, name, ...facts } of rows) {
    met.add(id);
    const person = people.get(id);
    findings.compare(
      { what: 'person', id, name, number: person?.entry ?? null },
      person ? { kind: person.kind, active: person.active } : null,
      facts,
    );
  }
  leftOver('person', people, met, findings, ({ active }) => ({ active }));
}

interface RoleStored {
  readonly id: string;
  readonly person: string;
  readonly role: string;
  readonly model: string | null;
  readonly delegation: string | null;
  readonly name: string | null;
  readonly model_key: string | null;
  readonly deputy_for: string | null;
  readonly starts_at: Date | null;
  readonly ends_at: Date | null;
  readonly period_from: Date | null;
  readonly period_to: Date | null;
}

const roleFacts = ({ deputyFor, from, until, period }: RoleState): Facts => ({
  'deputy for': deputyFor,
  from,
  until,
  'records from': period?.from ?? null,
  'records until': period?.to ?? null,
});

/** Roles that were not taken away: those of the past are in the entries alone. */
async function compareRoles(
  client: pg.ClientBase,
  { roles }: LedgerState,
  findings: Findings,
): Promise<void> {
  const met = new Set<string>();
  const rows = rowsOf<RoleStored>(
    client,
    (
      after,
    ) => `SELECT x.id, x.person_id AS person, x.role, x.model_id AS model, x.delegation_id AS delegation, p.name, m.key AS model_key,
       x.deputy_for, x.starts_at, x.ends_at, x.period_from, x.period_to
     FROM role_assignment x LEFT JOIN person p ON p.id = x.person_id LEFT JOIN model m ON m.id = x.model_id
     WHERE x.revoked_at IS NULL AND ${after}`,
  );
  for await (const row of rows) {
    const key = roleKey(row);
    met.add(key);
    const role = roles.get(key);
    if (role?.held === 'unknown') {
      findings.untold();
      continue;
    }
    const name = `${row.role} of ${row.name ?? 'an unknown person'}, ${row.model_key ?? 'every model'}`;
    findings.compare(
      { what: 'role', id: key, name, number: role?.entry ?? null },
      role ? roleFacts(role) : null,
      {
        'deputy for': row.deputy_for,
        from: instant(row.starts_at),
        until: instant(row.ends_at),
        'records from': instant(row.period_from),
        'records until': instant(row.period_to),
      },
    );
  }
  const missing = [...roles].filter(([key]) => !met.has(key));
  const names = await readNames(
    client,
    missing.slice(0, rowsAtOnce).map(([, { person }]) => person),
  );
  for (const [id, role] of missing) {
    if (role.held === 'unknown') findings.untold();
    else {
      const name = `${role.role} of ${names.get(role.person) ?? 'an unknown person'}${role.model === null ? ', every model' : ''}`;
      findings.compare({ what: 'role', id, name, number: role.entry }, roleFacts(role), null);
    }
  }
}

async function readNames(
  client: pg.ClientBase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'SELECT id, name FROM person WHERE id::text = ANY ($1)',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function compareEnvironments(
  client: pg.ClientBase,
  { environments }: LedgerState,
  findings: Findings,
): Promise<void> {
  const { rows } = await client.query<{
    id: string;
    key: string;
    production: boolean;
    required_stage: string;
  }>('SELECT id, key, production, required_stage FROM environment ORDER BY id');
  for (const { id, key, production, required_stage } of rows) {
    const environment = environments.get(id);
    findings.compare(
      { what: 'environment', id, name: key, number: environment?.entry ?? null },
      environment
        ? {
            key: environment.key,
            production: environment.production,
            'required stage': environment.requiredStage,
          }
        : null,
      { key, production, 'required stage': required_stage },
    );
  }
  leftOver('environment', environments, new Set(rows.map(({ id }) => id)), findings, ({ key }) => ({ key }));
}

async function comparePolicies(
  client: pg.ClientBase,
  { policies }: LedgerState,
  findings: Findings,
): Promise<void> {
  const met = new Set<string>();
  for (let after: [string, number] = ['', -1]; ; ) {
    const { rows } = await client.query<{ key: string; number: number; tier: string; body: JsonValue }>(
      'SELECT key, number, tier, body FROM policy WHERE (key, number) > ($1, $2) ORDER BY key, number LIMIT 100',
      after,
    );
    for (const { key, number, tier, body } of rows) {
      const id = policyKey({ id: key, number });
      met.add(id);
      const policy = policies.get(id);
      findings.compare(
        { what: 'policy', id, name: key, number: policy?.entry ?? null },
        policy ? { tier: policy.tier, body: policy.body } : null,
        { tier, body: sha256Hex(canonicalJson(body)) },
      );
    }
    const last = rows.at(-1);
    if (!last || rows.length < 100) break;
    after = [last.key, last.number];
  }
  leftOver('policy', policies, met, findings, ({ tier }) => ({ tier }));
}

async function compareModels(
  client: pg.ClientBase,
  { models }: LedgerState,
  findings: Findings,
): Promise<void> {
  const met = new Set<string>();
  const rows = rowsOf<{
    id: string;
    key: string;
    tier: string;
    policy: string;
    owner: string | null;
    retired: boolean;
  }>(
    client,
    (after) =>
      `SELECT x.id, x.key, x.tier, x.policy_key AS policy, x.owner_id AS owner, x.retired_at IS NOT NULL AS retired FROM model x WHERE ${after}`,
  );
  for await (const { id, ...facts } of rows) {
    met.add(id);
    const model = models.get(id);
    findings.compare(
      { what: 'model', id, name: facts.key, number: model?.entry ?? null },
      model
        ? {
            key: model.key,
            tier: model.tier,
            policy: model.policy,
            owner: model.owner,
            retired: model.retired,
          }
        : null,
      facts,
    );
  }
  leftOver('model', models, met, findings, ({ key }) => ({ key }));
}
