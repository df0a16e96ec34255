import { type DeploymentState, emptyState, type LedgerState } from '@countersign/ledger';
import { tellingEvents } from '../rebuild/telling-events.ts';
import type { LedgerReader } from './ledger-reader.ts';

/** Models that had been made by then, in that order; `after` is the id of an entry. */
export async function findModels(
  { client, last }: LedgerReader,
  page: {
    readonly after: string | null;
    readonly limit: number;
    readonly modelId: string | null;
    readonly models: readonly string[] | null;
  },
): Promise<{ id: string; model_id: string }[]> {
  if (!last) return [];
  const { rows } = await client.query<{ id: string; model_id: string }>(
    `SELECT l.id, l.model_id FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id
     WHERE l.event = 'model.created' AND n.number <= $1 AND ($2::bigint IS NULL OR l.id > $2)
       AND ($3::uuid IS NULL OR l.model_id = $3) AND ($4::uuid[] IS NULL OR l.model_id = ANY ($4))
     ORDER BY l.id LIMIT $5`,
    [last.number, page.after, page.modelId, page.models, page.limit + 1],
  );
  return rows;
}

/** The models with their deployments, and what belongs to all of them. */
export async function readState(reader: LedgerReader, modelIds: readonly string[]): Promise<LedgerState> {
  const state = emptyState();
  if (modelIds.length === 0) return state;
  await reader.apply(state, {
    where: 'l.event = ANY ($2)',
    values: [tellingEvents('environments', 'policies')],
  });
  await reader.apply(state, {
    where: 'l.event = ANY ($2) AND l.model_id = ANY ($3)',
    values: [tellingEvents('models'), modelIds],
  });
  await reader.apply(state, {
    where: 'l.event = ANY ($2) AND l.model_id = ANY ($3) AND l.step IS NOT NULL',
    values: [tellingEvents('deployments'), modelIds],
  });
  return state;
}

export const hasEnded = ({ state }: DeploymentState): boolean => state === 'ended';

/** Every version that was deployed, from all of its steps. */
export async function readVersions(reader: LedgerReader, { deployments }: LedgerState): Promise<LedgerState> {
  const state = emptyState();
  const ids = new Set<string>();
  for (const deployment of deployments.values()) if (!hasEnded(deployment)) ids.add(deployment.version);
  if (ids.size > 0)
    await reader.apply(state, {
      where: 'l.version_id = ANY ($2) AND l.step IS NOT NULL',
      values: [[...ids]],
    });
  return state;
}

/** Every version of the models, deployed or not, from all of its steps. */
export async function readAllVersions(
  reader: LedgerReader,
  modelIds: readonly string[],
): Promise<LedgerState> {
  const state = emptyState();
  if (modelIds.length > 0)
    await reader.apply(state, {
      where: 'l.model_id = ANY ($2) AND l.step IS NOT NULL',
      values: [modelIds],
    });
  return state;
}
