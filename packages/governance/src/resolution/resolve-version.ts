import { Refusal, type Resolution, type Resolve } from '@countersign/contracts';
import { readScope, requireModelIn, type Scope } from '../authority/read-scope.ts';
import { briefMemory } from '../brief-memory.ts';
import type { Context } from '../context.ts';
import { findAnswerer, pinsSql } from '../prediction/find-answerer.ts';
import { preparing } from '../prepared.ts';

interface Row {
  readonly model_id: string;
  readonly known: boolean;
  readonly version: string | null;
  readonly stage: Resolution['stage'];
  readonly standing: Resolution['standing'];
  readonly artifact: string | null;
  readonly state: 'serving' | 'suspended' | null;
  readonly recall: Resolution['recall'];
  readonly moved_to: string | null;
  readonly deprecation: { reason: string; sunsetAt: string | null; successor: string | null } | null;
}

/** The model `$1`; of it the version `$2`, or the champion of the environment `$3`. */
const resolveSql = `
SELECT m.id AS model_id, EXISTS (SELECT FROM environment WHERE key = $3) AS known,
  v.label AS version, v.stage, v.standing, v.artifact_digest AS artifact, d.state, v.deprecation,
  CASE WHEN r.id IS NULL THEN NULL ELSE json_build_object('id', r.id, 'severity', r.severity, 'reason', r.reason,
    'at', to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS recall, s.label AS moved_to
FROM model m
LEFT JOIN environment e ON e.key = $3
LEFT JOIN deployment d ON $2::text IS NULL AND d.model_id = m.id AND d.environment_id = e.id AND d.ended_at IS NULL AND d.role = 'champion'
LEFT JOIN version v ON v.model_id = m.id AND (v.label = $2 OR v.id = d.version_id)
LEFT JOIN LATERAL (SELECT id, severity, reason, at, replacement_id FROM recall
  WHERE version_id = v.id AND lifted_at IS NULL AND v.standing <> 'usable' ORDER BY at DESC LIMIT 1) r ON true
LEFT JOIN version s ON s.id = r.replacement_id
WHERE m.key = $1`;

/** Many consumers ask the same before they predict. */
const found = briefMemory<Row | undefined>();
const scopes = briefMemory<Scope>();

const rowOf = (
  { pool }: Pick<Context, 'pool'>,
  model: string,
  { version, environment }: { readonly version: string | null; readonly environment: string | null },
) =>
  found(pool, JSON.stringify([model, version, environment]), async () => {
    const { rows } = await preparing(pool).query<Row>(resolveSql, [model, version, environment]);
    return rows[0];
  });

/**
 * Which version answers in an environment, or how the one stands that a caller is pinned to: what a consumer asks before
 * it uses a model. With its name a consumer that kept the version before a switch is told of that one.
 * @throws Refusal NOT_FOUND, FORBIDDEN, ENVIRONMENT_UNKNOWN, NO_DEPLOYMENT, BAD_INPUT
 */
export async function resolveVersion(ctx: Context, input: Resolve): Promise<Resolution> {
  const { model, environment = null, version = null } = input;
  if ((environment === null) === (version === null))
    throw new Refusal('BAD_INPUT', 'Ask for an environment, or for a version.', { field: 'environment' });
  const [scope, row] = await Promise.all([
    scopes(ctx.pool, ctx.actor.id, () => readScope(ctx)),
    rowOf(ctx, model, { version, environment }),
  ]);
  if (!row) throw new Refusal('NOT_FOUND', `There is no model ${model}.`);
  requireModelIn(scope, row.model_id);
  if (environment !== null && !row.known)
    throw new Refusal('ENVIRONMENT_UNKNOWN', 'There is no such environment.', { environment });
  const { version: champion } = row;
  if (champion === null)
    throw version === null
      ? new Refusal('NO_DEPLOYMENT', 'No version of the model is deployed there.', { environment })
      : new Refusal('NOT_FOUND', `There is no version ${version} of ${model}.`);
  const kept =
    environment === null || input.consumer === undefined
      ? null
      : await keptBy(ctx, row.model_id, environment, input.consumer);
  const pinned = kept && (await rowOf(ctx, model, { version: kept.label, environment: null }));
  return kept && pinned
    ? resolutionOf(ctx, input, pinned, {
        answers: 'pinned',
        pin: { champion, until: kept.until.toISOString() },
      })
    : resolutionOf(ctx, input, row, {
        answers: environment === null ? null : await answersOf(ctx, row, environment),
        pin: null,
      });
}

async function keptBy(
  { pool, clock }: Context,
  modelId: string,
  environment: string,
  consumer: string,
): Promise<{ label: string; until: Date } | null> {
  const { rows } = await preparing(pool).query<{ label: string; until: Date }>(keptSql, [
    modelId,
    environment,
    clock(),
    consumer,
  ]);
  return rows[0] ?? null;
}

const keptSql = `SELECT k.label, k.until FROM environment e, LATERAL (${pinsSql('v.label').replaceAll('$2', 'e.id')}) k WHERE e.key = $2`;

function resolutionOf(
  { url }: Pick<Context, 'url'>,
  { model, environment }: Resolve,
  row: Row,
  { answers, pin }: Pick<Resolution, 'answers' | 'pin'>,
): Resolution {
  const { deprecation } = row;
  const version = row.version!;
  return {
    model,
    environment: environment ?? null,
    version,
    stage: row.stage,
    standing: row.standing,
    artifact: row.artifact,
    answers,
    callAt: answers && `${url}/api/v1/models/${model}/invocations?environment=${environment}`,
    pin,
    recall: row.recall,
    deprecation: deprecation && { reason: deprecation.reason, sunsetAt: deprecation.sunsetAt ?? null },
    replacement: row.moved_to ?? deprecation?.successor ?? null,
    page: `${url}/m/${model}/v/${encodeURIComponent(version)}`,
  };
}

/** Who would answer a call now. */
async function answersOf(ctx: Context, row: Row, environment: string): Promise<Resolution['answers']> {
  if (row.artifact === null) return null;
  if (row.state === 'serving' && row.standing !== 'blocked') return 'champion';
  try {
    return (await findAnswerer(ctx, row.model_id, environment)).fallback ? 'fallback' : 'champion';
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
