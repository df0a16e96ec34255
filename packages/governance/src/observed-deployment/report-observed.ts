import { Refusal, type ReportedObserved, type ReportObserved } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { parseInstant } from '../parse-instant.ts';
import type { Tx } from '../tx.ts';
import { writeOperational } from '../write-operational.ts';
import { type ObservedRecord, observedSelect } from './observed-row.ts';

type Observation = ReportObserved['observations'][number];

interface Seen {
  readonly environmentId: string;
  readonly at: Date;
  readonly everyMinutes: number;
  readonly personId: string;
}

const usualMinutes = 60;
/** Clocks of reporters may be this much ahead. */
const aheadMs = 5 * 60_000;

/**
 * Takes in what a pipeline or an agent says runs in an environment. A claim about the world that the record does not follow:
 * it writes no entry and moves no version. @returns what stands behind each thing, so that the reporter can act on it
 * @throws Refusal NOT_FOUND for a model, ENVIRONMENT_UNKNOWN, FORBIDDEN, BAD_INPUT
 */
export async function reportObserved(ctx: Context, input: ReportObserved): Promise<ReportedObserved> {
  const at = timeOf(ctx, input.at);
  const observations = [...input.observations].sort((a, b) => compare(keyOf(a), keyOf(b)));
  refuseUnclear(observations);
  await writeOperational(ctx, async (tx) => {
    const environmentId = await environmentIdOf(tx, input.environment);
    const models = await modelsOf(ctx, tx, observations);
    // Two reports about one environment come one after the other, so that a place has one row that is open.
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('observed ' || $1))", [environmentId]);
    const seen = {
      environmentId,
      at,
      everyMinutes: input.everyMinutes ?? usualMinutes,
      personId: ctx.actor.id,
    };
    for (const observation of observations) await take(tx, seen, models.get(observation.model)!, observation);
  });
  return { items: await told(ctx, input) };
}

const keyOf = ({ model, place }: Observation) => `${model}\n${place}`;
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

function timeOf({ clock }: Context, text: string | undefined): Date {
  const now = clock();
  if (text === undefined) return now;
  const at = parseInstant(text, 'at');
  if (at.getTime() > now.getTime() + aheadMs)
    throw new Refusal('BAD_INPUT', 'What was observed lies in the future.', { field: 'at' });
  return at;
}

function refuseUnclear(sorted: readonly Observation[]): void {
  sorted.forEach((observation, index) => {
    const { place, version, artifact, running = true } = observation;
    if (index > 0 && keyOf(sorted[index - 1]!) === keyOf(observation))
      throw new Refusal('BAD_INPUT', `The place ${place} is named twice.`, { field: 'observations' });
    if (running && version === undefined && artifact === undefined)
      throw new Refusal(
        'BAD_INPUT',
        `Say what runs at ${place}: its version, or the digest of its artifact.`,
        {
          field: 'observations',
        },
      );
  });
}

/** Ids of the models; reporting takes a role on each. */
async function modelsOf(
  ctx: Context,
  tx: Tx,
  observations: readonly Observation[],
): Promise<ReadonlyMap<string, string>> {
  const keys = [...new Set(observations.map(({ model }) => model))];
  const { rows } = await tx.query<{ id: string; key: string }>(
    'SELECT id, key FROM model WHERE key = ANY ($1) ORDER BY id',
    [keys],
  );
  const models = new Map(rows.map(({ id, key }) => [key, id]));
  const unknown = keys.find((key) => !models.has(key));
  if (unknown) throw new Refusal('NOT_FOUND', `There is no model ${unknown}.`);
  for (const id of models.values()) await requireRole(tx, ctx.actor, id, ['developer', 'operator']);
  return models;
}

interface Matched {
  readonly version_id: string | null;
  readonly permit_id: string | null;
}

/** Which version of the model it is. The bytes decide: a label that they contradict is a claim and no more. */
async function match(
  tx: Tx,
  { environmentId }: Seen,
  modelId: string,
  { version, artifact, permit }: Observation,
): Promise<Matched> {
  const { rows } = await tx.query<Matched>(
    `SELECT v.id AS version_id, (SELECT id FROM permit WHERE id = $5 AND version_id = v.id AND environment_id = $4) AS permit_id
     FROM version v WHERE v.model_id = $1 AND ($2::text IS NULL OR v.label = $2) AND ($3::text IS NULL OR v.artifact_digest = $3)
     ORDER BY EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id AND d.environment_id = $4 AND d.state = 'serving') DESC, v.number DESC LIMIT 1`,
    [modelId, version ?? null, artifact ?? null, environmentId, permit ?? null],
  );
  return rows[0] ?? { version_id: null, permit_id: null };
}

async function take(tx: Tx, seen: Seen, modelId: string, observation: Observation): Promise<void> {
  const { place, version = null, artifact = null, running = true } = observation;
  const matched = running ? await match(tx, seen, modelId, observation) : null;
  const { rows } = await tx.query<{ id: string; last_at: Date; same: boolean }>(
    `SELECT id, last_at, version_id IS NOT DISTINCT FROM $6::uuid AND ($6::uuid IS NOT NULL
         OR claimed_version IS NOT DISTINCT FROM $4 AND artifact IS NOT DISTINCT FROM $5) AS same
     FROM observed_deployment WHERE model_id = $1 AND environment_id = $2 AND place = $3 AND ended_at IS NULL FOR UPDATE`,
    [modelId, seen.environmentId, place, version, artifact, matched?.version_id ?? null],
  );
  const open = rows[0];
  if (open && open.last_at > seen.at) return;
  const end = () =>
    tx.query('UPDATE observed_deployment SET ended_at = $2 WHERE id = $1', [open?.id, seen.at]);
  if (!matched) {
    if (open) await end();
    return;
  }
  if (open?.same) {
    // The permit is that of its start.
    await tx.query(
      `UPDATE observed_deployment SET last_at = $2, every_minutes = $3, person_id = $4, permit_id = coalesce(permit_id, $5) WHERE id = $1`,
      [open.id, seen.at, seen.everyMinutes, seen.personId, matched.permit_id],
    );
    return;
  }
  if (open) await end();
  await tx.query(
    `INSERT INTO observed_deployment (id, model_id, environment_id, place, version_id, claimed_version, artifact, permit_id, person_id,
       every_minutes, first_at, last_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
    [
      uuidv7(),
      modelId,
      seen.environmentId,
      place,
      matched.version_id,
      version,
      artifact,
      matched.permit_id,
      seen.personId,
      seen.everyMinutes,
      seen.at,
    ],
  );
}

async function told(ctx: Context, input: ReportObserved): Promise<ReportedObserved['items']> {
  const { rows } = await ctx.pool.query<ObservedRecord>(
    `${observedSelect} WHERE environment = $2 AND (model_key, place) IN (SELECT * FROM unnest($3::text[], $4::text[]))`,
    [
      ctx.clock(),
      input.environment,
      input.observations.map(({ model }) => model),
      input.observations.map(({ place }) => place),
    ],
  );
  const open = new Map(rows.map((row) => [keyOf({ model: row.model_key, place: row.place }), row]));
  return input.observations.map((observation) => {
    const row = open.get(keyOf(observation));
    return {
      model: observation.model,
      place: observation.place,
      running: row !== undefined,
      version: row?.version_id ? row.label : null,
      verdict: row?.verdict ?? null,
    };
  });
}
