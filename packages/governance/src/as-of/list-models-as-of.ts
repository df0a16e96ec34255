import type { AsOfModels, AsOfModelsFilter } from '@countersign/contracts';
import { isInWindows } from '../authority/audit-window.ts';
import { requireInsight, requireModelIn, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { parseInstant } from '../parse-instant.ts';
import { LedgerReader } from './ledger-reader.ts';
import { modelAsOf } from './model-as-of.ts';
import { readNamesOf } from './read-names-of.ts';
import { findModels, readState, readVersions } from './read-state.ts';

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
