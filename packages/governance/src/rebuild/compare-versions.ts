import {
  applyEntry,
  type DeploymentState,
  type Entry,
  emptyState,
  type LedgerState,
  type SignOffState,
  type VersionState,
} from '@countersign/ledger';
import type pg from 'pg';
import type { Findings, Thing } from './findings.ts';
import { type ChildRow, readVersionTables, type TablePage, type VersionRow } from './version-tables.ts';

const versionsAtOnce = 200;
const entriesAtOnce = 2_000;
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * Derives every version from its own entries, in the order of its steps, and holds it against the tables: a page of versions
 * at a time, so that memory does not grow with the ledger. No event of a version tells anything of another one.
 */
export async function* compareVersions(client: pg.ClientBase, findings: Findings): AsyncGenerator<number> {
  for (let after = firstId; ; ) {
    const tables = await readVersionTables(client, after, versionsAtOnce);
    const isLast = tables.versions.size < versionsAtOnce;
    const until = isLast ? lastId : [...tables.versions.keys()].at(-1)!;
    const met = new Set<string>();
    for await (const derived of derivedVersions(client, after, until, findings)) {
      met.add(derived.id);
      compareVersion(derived, tables, findings);
    }
    for (const [id, row] of tables.versions)
      if (!met.has(id)) findings.compare(versionThing(id, row, null), null, row.facts);
    yield met.size;
    if (isLast) return;
    after = until;
  }
}

interface Derived {
  readonly id: string;
  readonly state: LedgerState;
  readonly read: number;
}

interface StepStored {
  readonly version_id: string;
  readonly step: number;
  readonly body: string;
  readonly number: string | null;
}

async function* derivedVersions(
  client: pg.ClientBase,
  after: string,
  until: string,
  findings: Findings,
): AsyncGenerator<Derived> {
  let one: { id: string; state: LedgerState; read: number } | undefined;
  let place: [string, number] = [after, 2_147_483_647];
  for (;;) {
    const { rows } = await client.query<StepStored>(
      `SELECT e.version_id, e.step, e.body, n.number FROM ledger_entry e LEFT JOIN ledger_number n ON n.entry_id = e.id
       WHERE (e.version_id, e.step) > ($1, $2) AND e.version_id <= $3 AND e.step IS NOT NULL
       ORDER BY e.version_id, e.step LIMIT ${entriesAtOnce}`,
      [...place, until],
    );
    for (const row of rows) {
      if (one?.id !== row.version_id) {
        if (one) yield one;
        one = { id: row.version_id, state: emptyState(), read: 0 };
      }
      const number = row.number === null ? null : Number(row.number);
      one.read += 1;
      if (row.step !== one.read) {
        const gap: Thing = { what: 'version', id: one.id, name: '', number };
        findings.differ(gap, `entry of step ${one.read}`, null, 'there');
        one.read = row.step;
      }
      applyEntry(one.state, { number, entry: JSON.parse(row.body) as Entry });
    }
    const last = rows.at(-1);
    if (!last || rows.length < entriesAtOnce) break;
    place = [last.version_id, last.step];
  }
  if (one) yield one;
}

const versionThing = (id: string, row: VersionRow | undefined, version: VersionState | null): Thing => ({
  what: 'version',
  id,
  name: row ? row.name : (version?.label ?? ''),
  number: version?.entry ?? null,
});

function compareVersion({ id, state }: Derived, tables: TablePage, findings: Findings): void {
  const version = state.versions.get(id) ?? null;
  const row = tables.versions.get(id);
  const thing = versionThing(id, row, version);
  findings.compare(thing, version && versionFacts(version), row?.facts ?? null);
  const { name } = thing;
  compareChildren(
    findings,
    'request',
    name,
    version?.requests ?? new Map(),
    tables.requests.get(id),
    ({ gate, environment, revision, substance, policy, incident, state: now, by }) => ({
      gate,
      environment,
      revision,
      substance,
      policy: policy === 'unknown' ? policy : `${policy.id} ${policy.number}`,
      incident,
      state: now,
      by,
    }),
  );
  compareChildren(
    findings,
    'sign-off',
    name,
    version?.signOffs ?? new Map(),
    tables.signOffs.get(id),
    signOffFacts,
  );
  compareChildren(findings, 'deployment', name, state.deployments, tables.deployments.get(id), (deployment) =>
    deploymentFacts(deployment, version),
  );
}

function compareChildren<Child extends { readonly id: string; readonly entry: number | null }>(
  findings: Findings,
  what: Thing['what'],
  name: string,
  derived: ReadonlyMap<string, Child>,
  rows: readonly ChildRow[] = [],
  factsOf: (child: Child) => ChildRow['facts'],
): void {
  const left = new Map(rows.map((row) => [row.id, row]));
  for (const child of derived.values()) {
    const row = left.get(child.id);
    left.delete(child.id);
    findings.compare({ what, id: child.id, name, number: child.entry }, factsOf(child), row?.facts ?? null);
  }
  for (const { id, facts } of left.values()) findings.compare({ what, id, name, number: null }, null, facts);
}

const versionFacts = (version: VersionState) => ({
  model: version.model,
  number: version.number,
  label: version.label,
  stage: version.stage,
  earned: version.earned,
  standing: version.standing,
  revision: version.revision,
  step: version.step,
  substance: version.substance,
  presentation: version.presentation,
  'approval until': version.approvalEndsAt,
  'as found': version.asFound,
  'expedited used': version.expeditedUsed,
});

const signOffFacts = (signOff: SignOffState) => ({
  request: signOff.request,
  person: signOff.person,
  role: signOff.role,
  'deputy for': signOff.deputyFor,
  decision: signOff.decision,
  revision: signOff.revision,
  substance: signOff.substance,
  presentation: signOff.presentation,
  assurance: signOff.assurance,
  state: signOff.state,
});

const deploymentFacts = (deployment: DeploymentState, version: VersionState | null) => ({
  model: version?.model ?? null,
  version: deployment.version,
  environment: deployment.environment,
  role: deployment.role,
  ground: deployment.ground,
  state: deployment.state,
  'lapses at': deployment.lapsesAt,
});
