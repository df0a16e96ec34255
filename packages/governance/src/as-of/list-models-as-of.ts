import type { AsOfModel, AsOfModels, AsOfModelsFilter } from '@countersign/contracts';
import { type DeploymentState, emptyState, type LedgerState, type ModelState } from '@countersign/ledger';
import { isInWindows } from '../authority/audit-window.ts';
import { requireInsight, requireModelIn, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { parseInstant } from '../parse-instant.ts';
import { tellingEvents } from '../rebuild/telling-events.ts';
import { LedgerReader } from './ledger-reader.ts';
import { type Names, readNamesOf } from './read-names-of.ts';
import { versionAsOf } from './version-as-of.ts';

const byEntry = keyset('models-as-of', 'integer');
const usualPage = 20;

/**
 * What was deployed where at a past moment, who had signed for it and under which policy, from the entries alone; only names
 * are looked up. Models in the order in which they were made, without those that were retired by then unless one is asked
 * for. @throws Refusal BAD_INPUT, NOT_FOUND, FORBIDDEN
 */
export async function listModelsAsOf(ctx: Context, input: AsOfModelsFilter): Promise<AsOfModels> {
  const limit = limitOf(input, usualPage);
  const moment = parseInstant(input.asOf, 'asOf');
  const [after = null] = byEntry.decode(input.after);
  const scope = await requireInsight(ctx);
  const modelId = input.model === undefined ? null : await findModelId(ctx, input.model);
  if (modelId !== null) requireModelIn(scope, modelId);
  return LedgerReader.at(ctx, moment, async (reader) => {
    const made = await findModels(reader, { after, limit, modelId, models: scope.models });
    const { rows, next } = cutPage(made, limit, byEntry, ({ id }) => [id]);
    const ids = rows.map((row) => row.model_id).filter((id) => isOpen(scope, id, moment));
    const state = await readState(reader, ids);
    const versions = await readVersions(reader, state);
    const models = [...state.models.values()].filter(({ retired }) => modelId !== null || !retired);
    const names = await readNamesOf(reader.client, state, versions);
    return {
      place: reader.place(),
      items: models.map((model) => modelAsOf(model, state, versions, names)),
      next,
    };
  });
}

/** An auditor of a period asks for moments of that period. */
const isOpen = ({ windows }: Scope, modelId: string, at: Date): boolean =>
  isInWindows(windows, { modelId, at });

async function findModels(
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
async function readState(reader: LedgerReader, modelIds: readonly string[]): Promise<LedgerState> {
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

const hasEnded = ({ state }: DeploymentState): boolean => state === 'ended';

/** Every version that was deployed, from all of its steps. */
async function readVersions(reader: LedgerReader, { deployments }: LedgerState): Promise<LedgerState> {
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

const roleOrder = ['champion', 'challenger', 'shadow'];

function modelAsOf(
  model: ModelState,
  state: LedgerState,
  { versions, deployments }: LedgerState,
  names: Names,
): AsOfModel {
  const mine = [...versions.values()].filter((version) => version.model === model.id);
  const ids = new Set(mine.map(({ id }) => id));
  const environmentOf = (deployment: DeploymentState) => state.environments.get(deployment.environment);
  const deployed = [...deployments.values()]
    .filter((deployment) => !hasEnded(deployment) && ids.has(deployment.version))
    .map((deployment) => ({
      id: deployment.id,
      environment: environmentOf(deployment)?.key ?? deployment.environment,
      production: environmentOf(deployment)?.production ?? false,
      role: deployment.role,
      ground: deployment.ground,
      state: deployment.state,
      at: deployment.at,
      by: names.person(deployment.by),
      number: deployment.entry,
      versionId: deployment.version,
    }))
    .sort(
      (a, b) =>
        Number(b.production) - Number(a.production) ||
        a.environment.localeCompare(b.environment) ||
        roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role),
    );
  return {
    id: model.id,
    key: model.key,
    name: names.model(model.id),
    tier: model.tier,
    policy: { id: model.policy, number: latestPolicy(state, model.policy) },
    retired: model.retired,
    number: model.entry,
    deployments: deployed,
    versions: mine.map((version) => versionAsOf(version, state, names)),
  };
}

function latestPolicy({ policies }: LedgerState, id: string): number | null {
  const numbers = [...policies.values()].filter((policy) => policy.id === id).map(({ number }) => number);
  return numbers.length > 0 ? Math.max(...numbers) : null;
}
