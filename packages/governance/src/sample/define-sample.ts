import { type FreezeSample, Refusal, type SampleDefinition } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import type { Opens } from '../report/report-authority.ts';
import { instantsOf } from '../time-zone.ts';
import type { PopulationChoice } from './population.ts';

export interface DefinedSample {
  readonly definition: SampleDefinition;
  /** Hex SHA-256 of its canonical form. */
  readonly digest: string;
  readonly about: string;
  readonly choice: PopulationChoice;
  readonly opens: Opens;
}

/** What is frozen, names checked and days as moments. @throws Refusal NOT_FOUND, BAD_INPUT */
export async function defineSample(ctx: Context, asked: FreezeSample): Promise<DefinedSample> {
  const { kind, model, version, period } = asked;
  if (model === undefined && (kind === 'predictions' || version !== undefined))
    throw new Refusal('BAD_INPUT', 'Name the model.', { field: 'model' });
  const found = model === undefined ? null : await findNamed(ctx, model, version);
  const instants = period ? await instantsOf(ctx.pool, period) : null;
  const definition: SampleDefinition = {
    kind,
    model: model ?? null,
    version: version ?? null,
    period:
      period && instants
        ? { ...period, start: instants.start.toISOString(), end: instants.end.toISOString() }
        : null,
  };
  const time = { start: instants?.start ?? null, end: instants?.end ?? null };
  return {
    definition,
    digest: sha256Hex(canonicalJson(definition as unknown as JsonValue)),
    about: [model ?? 'Every model', ...(version === undefined ? [] : [version])].join(' '),
    choice: { kind, modelId: found?.model_id ?? null, versionId: found?.version_id ?? null, ...time },
    opens: { modelIds: found ? [found.model_id] : null, ...time, contents: kind === 'predictions' },
  };
}

async function findNamed(
  { pool }: Context,
  model: string,
  version: string | undefined,
): Promise<{ model_id: string; version_id: string | null }> {
  const { rows } = await pool.query<{ model_id: string; version_id: string | null }>(
    'SELECT m.id AS model_id, v.id AS version_id FROM model m LEFT JOIN version v ON v.model_id = m.id AND v.label = $2 WHERE m.key = $1',
    [model, version ?? null],
  );
  const [found] = rows;
  if (!found) throw new Refusal('NOT_FOUND', `There is no model ${model}.`, { model });
  if (version !== undefined && found.version_id === null)
    throw new Refusal('NOT_FOUND', `There is no version ${model} ${version}.`, { model, version });
  return found;
}
