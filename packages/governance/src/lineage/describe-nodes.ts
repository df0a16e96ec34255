import type { LineageNode } from '@countersign/contracts';
import { emptyState } from '@countersign/ledger';
import { LedgerReader } from '../as-of/ledger-reader.ts';
import { factsSql, type NodeFacts } from './node-facts.ts';
import { type Asked, kindOf, type Side } from './walk.ts';

type Sides = ReadonlyMap<string, { readonly up: Side; readonly down: Side }>;

/**
 * Nodes by their ids, in that order: one statement for each kind, however many there are. `past`: stages, standings and
 * roles are those of the moment, from the entries. What is not there, or not open to the reader, is left out.
 */
export async function describeNodes(asked: Asked, sides: Sides, past: boolean): Promise<LineageNode[]> {
  const ids = [...sides.keys()];
  const kinds = new Set(ids.map(kindOf));
  const found = await Promise.all(
    factsSql
      .filter((facts) => facts.kinds.some((kind) => kinds.has(kind)))
      .map(({ sql, takes }) =>
        asked.ctx.pool.query<NodeFacts>(sql, [ids, asked.moment, asked.models].slice(0, takes)),
      ),
  );
  const facts = new Map(found.flatMap(({ rows }) => rows.map((row) => [row.id, row] as const)));
  if (past) await takeBack(asked, facts);
  return ids.flatMap((id) => {
    const row = facts.get(id);
    if (!row) return [];
    const { up, down } = sides.get(id)!;
    return [{ ...row, kind: kindOf(id), at: row.at?.toISOString() ?? null, up, down }];
  });
}

/** What a version's row says is of today: stage and standing at the moment stand in its entries, and so do roles. */
async function takeBack({ ctx, moment }: Asked, facts: Map<string, NodeFacts>): Promise<void> {
  const versions = [...facts.keys()].flatMap((id) => {
    if (kindOf(id) === 'version') return [id.slice(8)];
    return kindOf(id) === 'deployment' ? [id.slice(11).split('.')[0]!] : [];
  });
  if (versions.length === 0) return;
  const state = emptyState();
  await LedgerReader.at(ctx, moment, (reader) =>
    reader.apply(state, {
      where: 'l.version_id = ANY ($2) AND l.step IS NOT NULL',
      values: [[...new Set(versions)]],
    }),
  );
  for (const [id, version] of state.versions) {
    const row = facts.get(`version:${id}`);
    if (row) facts.set(row.id, { ...row, stage: version.stage, standing: version.standing });
  }
  for (const { version, environment, role, state: held } of state.deployments.values()) {
    const row = facts.get(`deployment:${version}.${environment}`);
    const suspended = held === 'suspended' ? ', suspended' : '';
    if (row && held !== 'ended') facts.set(row.id, { ...row, note: `${role}${suspended}` });
  }
}
