import { type Manifest, Refusal, type RegisteredVersion, sentenceOf } from '@countersign/contracts';
import { whyNotRegister } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { requireScope } from '../authority/require-scope.ts';
import { lifecycleActor } from '../authority/roles-held.ts';
import { holdBlobs } from '../blob/blob-lock.ts';
import { change, type Job, type Tx } from '../change.ts';
import { settleChange } from '../change-class/settle-change.ts';
import type { Context } from '../context.ts';
import { examinationJobs } from '../dataset/examine-revision.ts';
import { fittedOnAllOf } from '../dataset/fitted-on-all.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { missingIn, readFacts } from '../model-field/read-fields.ts';
import { preparing } from '../prepared.ts';
import { insertReference } from '../reference/insert-reference.ts';
import { openRequestIn } from '../request/open-request.ts';
import { markIn } from '../sensitive/mark-in.ts';
import { type PreparedRegistration, prepareRegistration, requireUploads } from './prepare-registration.ts';
import { insertAuthors } from './register-authors.ts';
import { unsatisfiableGates } from './unsatisfiable-gates.ts';

interface ModelRecord {
  readonly id: string;
  readonly key: string;
}

interface Registered {
  readonly id: string;
  readonly number: number;
  readonly stage: string;
  readonly substance: string;
  readonly presentation: string;
}

/** Ends a change that has nothing to do: the version is there already. */
class AlreadyThere extends Error {
  constructor(readonly version: Registered) {
    super('the version is registered already');
  }
}

/**
 * Registers one immutable version. The same manifest again changes nothing and says so; other bytes under a label that
 * is taken are refused. With `requestReview` the request for review is opened in the same transaction.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, TOO_LARGE, UPLOAD_MISSING, ARTIFACT_REFUSED or CONFLICT
 */
export async function registerVersion(ctx: Context, manifest: Manifest): Promise<RegisteredVersion> {
  requireScope(ctx.actor, 'register');
  const model = await findModel(ctx, manifest.model);
  const prepared = (await mayRegister(ctx, model)) ? await prepareRegistration(ctx, manifest) : null;
  const answer = async (version: Registered, existed: boolean): Promise<RegisteredVersion> => ({
    ...version,
    model: model.key,
    version: manifest.version,
    existed,
    unsatisfiableGates: await unsatisfiableGates(ctx, version.id),
    fittedOnAll: fittedOnAllOf(manifest.datasets),
    missingFields: missingIn(await readFacts(ctx.pool, model.id)),
    url: `${ctx.url}/m/${model.key}/v/${manifest.version}`,
  });
  try {
    const { result } = await change(ctx, (tx) => registerIn(tx, ctx, model, prepared), {
      attempt: { command: 'register', subject: { kind: 'model', id: model.id }, modelId: model.id },
    });
    return await answer(result, false);
  } catch (error) {
    if (error instanceof AlreadyThere) return answer(error.version, true);
    throw error;
  }
}

async function findModel(ctx: Context, key: string): Promise<ModelRecord> {
  const found = await ctx.pool.query<ModelRecord>('SELECT id, key FROM model WHERE key = $1', [key]);
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', `There is no model ${key}.`, { model: key });
  return found.rows[0];
}

const reasonsAgainst = async (tx: Pick<Tx, 'query' | 'at'>, ctx: Context, model: ModelRecord) =>
  whyNotRegister(await lifecycleActor(tx, ctx.actor, model.id));

/** Asked ahead, so that nobody without the role makes the server read a manifest's bytes. */
const mayRegister = async (ctx: Context, model: ModelRecord): Promise<boolean> =>
  (await reasonsAgainst({ at: ctx.clock(), ...preparing(ctx.pool) }, ctx, model)).length === 0;

/** The same within a change of somebody else's. @throws AlreadyThere, Refusal as `registerVersion` does */
export async function registerIn(
  tx: Tx,
  ctx: Context,
  model: ModelRecord,
  prepared: PreparedRegistration | null,
) {
  const [reason] = await reasonsAgainst(tx, ctx, model);
  if (reason) throw new Refusal(reason.code, sentenceOf(reason), { ...reason.detail });
  if (ctx.actor.kind !== 'person' || !prepared)
    throw new Refusal('STALE', 'Your roles changed meanwhile. Try again.');
  const { manifest } = prepared;

  // The model's row gives the numbers, and lets one registration of a label through at a time.
  const numbered = await tx.query<{ next_number: number; retired_at: Date | null }>(
    'SELECT next_number, retired_at FROM model WHERE id = $1 FOR UPDATE',
    [model.id],
  );
  await refuseTaken(tx, model, prepared);
  await holdBlobs(tx);
  await requireUploads(tx, ctx, manifest);

  if (numbered.rows[0]!.retired_at) throw new Refusal('CONFLICT', `${model.key} is retired.`);
  const number = numbered.rows[0]!.next_number;
  await tx.query('UPDATE model SET next_number = next_number + 1 WHERE id = $1', [model.id]);
  const version: Registered = {
    id: uuidv7(),
    number,
    stage: 'registered',
    substance: prepared.substance,
    presentation: prepared.presentation,
  };
  await insertVersion(tx, ctx, model, prepared, version);
  await insertAuthors(tx, version.id, manifest.authors, ctx.actor);
  const changeClass = await settleChange(tx, version.id, 1);
  const registered: LedgerEventInput = {
    event: 'version.registered',
    subject: { kind: 'version', id: version.id },
    modelId: model.id,
    versionId: version.id,
    step: 1,
    data: {
      model: model.id,
      number,
      label: manifest.version,
      revision: 1,
      substance: version.substance,
      presentation: version.presentation,
      manifest: prepared.manifestDigest,
      artifact: prepared.artifact?.sha256 ?? null,
      files: manifest.files.length,
      changeClass,
    },
  };
  const marked = await markAll(tx, ctx, model.id, manifest);
  const referred = await referAll(tx, ctx, version.id, manifest);
  const asked = await askForReview(tx, ctx, version.id, manifest.requestReview?.comment);
  return {
    result: version,
    events: [registered, ...marked, ...referred, ...asked.events] as const,
    jobs: [...asked.jobs, ...examinationJobs(manifest.datasets, { versionId: version.id, revision: 1 })],
  };
}

/** The fields that the manifest names as sensitive become marks of the model, where they are none yet. */
async function markAll(
  tx: Tx,
  ctx: Context,
  modelId: string,
  { sensitive = [] }: Manifest,
): Promise<LedgerEventInput[]> {
  const events: LedgerEventInput[] = [];
  for (const field of sensitive) {
    const made = await markIn(tx, modelId, ctx.actor.id, field);
    if (made) events.push(made.event);
  }
  return events;
}

async function referAll(
  tx: Tx,
  ctx: Context,
  id: string,
  { references = [] }: Manifest,
): Promise<readonly LedgerEventInput[]> {
  const made = [];
  for (const reference of references) made.push(await insertReference(tx, id, ctx.actor.id, reference));
  const [first, ...rest] = made.map(({ event }) => event);
  if (!first) return [];
  return moveVersion(tx, await loadVersion(tx, { id }), null, [first, ...rest]);
}

/** @throws AlreadyThere for the same digests in any revision, Refusal CONFLICT for others */
async function refuseTaken(
  tx: Tx,
  model: ModelRecord,
  { manifest, substance, presentation }: PreparedRegistration,
): Promise<void> {
  const taken = await tx.query<Registered & { same: boolean }>(
    `SELECT v.id, v.number, v.stage, v.substance, v.presentation,
       EXISTS (SELECT FROM revision r WHERE r.version_id = v.id AND r.substance = $3 AND r.presentation = $4) AS same
     FROM version v WHERE v.model_id = $1 AND v.label = $2`,
    [model.id, manifest.version, substance, presentation],
  );
  const found = taken.rows[0];
  if (!found) return;
  const { same, ...version } = found;
  if (same) throw new AlreadyThere(version);
  throw new Refusal(
    'CONFLICT',
    `${model.key} has a version ${manifest.version} with other content; a version is never overwritten.`,
    {
      version: manifest.version,
      substance: version.substance,
      presentation: version.presentation,
    },
  );
}

async function insertVersion(
  tx: Tx,
  ctx: Context,
  model: ModelRecord,
  prepared: PreparedRegistration,
  version: Registered,
): Promise<void> {
  const { manifest, dossier, schema, artifact } = prepared;
  const rules = {
    decision: schema?.decision ?? null,
    outcomeRule: schema?.outcomeRule ?? dossier.outcomeRule,
    tolerance: schema?.tolerance ?? null,
  };
  const registrant = ctx.actor.id;
  await tx.query(
    `INSERT INTO version (id, model_id, number, label, stage, earned, substance, presentation, manifest_digest, description,
       artifact_digest, schema, rules, fallback, registrant_id, created_at, run_experiment, run_key)
     VALUES ($1, $2, $3, $4, 'registered', 'registered', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      version.id,
      model.id,
      version.number,
      manifest.version,
      version.substance,
      version.presentation,
      prepared.manifestDigest,
      manifest.description,
      artifact?.sha256 ?? null,
      schema && JSON.stringify(schema),
      JSON.stringify(rules),
      dossier.fallback && JSON.stringify(dossier.fallback),
      registrant,
      tx.at,
      manifest.run?.experiment ?? null,
      manifest.run?.run ?? null,
    ],
  );
  await tx.query(
    `INSERT INTO version_file (version_id, path, kind, digest, size)
     SELECT $1, f.path, f.kind, f.digest, f.size FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) AS f (path, kind, digest, size)`,
    [
      version.id,
      manifest.files.map((f) => f.path),
      manifest.files.map((f) => f.kind),
      manifest.files.map((f) => f.sha256),
      manifest.files.map((f) => f.size),
    ],
  );
  await tx.query(
    `INSERT INTO revision (version_id, revision, kind, substance, presentation, dossier, release_notes, description, person_id, at)
     VALUES ($1, 1, 'registered', $2, $3, $4, $5, $6, $7, $8)`,
    [
      version.id,
      version.substance,
      version.presentation,
      JSON.stringify(dossier),
      manifest.releaseNotes,
      manifest.description,
      registrant,
      tx.at,
    ],
  );
}

async function askForReview(
  tx: Tx,
  ctx: Context,
  id: string,
  comment: string | undefined,
): Promise<{ events: readonly LedgerEventInput[]; jobs: readonly Job[] }> {
  if (comment === undefined) return { events: [], jobs: [] };
  const loaded = await loadVersion(tx, { id });
  const opened = await openRequestIn(tx, ctx, loaded, { gate: 'review', environmentId: null, comment });
  return { events: await moveVersion(tx, loaded, null, [opened.event]), jobs: opened.jobs };
}
