import { type ImportInput, type Manifest, Refusal, sentenceOf } from '@countersign/contracts';
import { whyNotRegister } from '@countersign/lifecycle';
import { lifecycleActor } from '../authority/roles-held.ts';
import { takeIn } from '../blob/store-upload.ts';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { checkManifest } from '../version/check-manifest.ts';
import { type PreparedRegistration, prepareRegistration } from '../version/prepare-registration.ts';
import type { DraftVersion } from './draft.ts';
import type { ReadImport } from './read-import.ts';

/** The manifest of a draft under its label. @throws Refusal IMPORT_REFUSED where no label is said */
export async function manifestOf(
  db: Pick<Tx, 'query'>,
  { model }: Pick<ReadImport, 'model'>,
  draft: DraftVersion,
  { version, fileName }: ImportInput,
): Promise<Manifest> {
  if (version === undefined)
    throw new Refusal('IMPORT_REFUSED', 'Say the label of the version that it becomes.', { file: fileName });
  const run = draft.run === null ? null : await runOf(db, model.id, draft.run);
  return { ...draft.manifest, model: model.key, version, ...(run && { run }) };
}

/** The run of that key, where exactly one experiment of the model has one. */
async function runOf(db: Pick<Tx, 'query'>, modelId: string, key: string): Promise<Manifest['run'] | null> {
  const { rows } = await db.query<{ name: string }>(
    'SELECT x.name FROM run r JOIN experiment x ON x.id = r.experiment_id WHERE x.model_id = $1 AND r.key = $2 LIMIT 2',
    [modelId, key],
  );
  return rows.length === 1 ? { experiment: rows[0]!.name, run: key } : null;
}

/**
 * What registering would refuse, as far as it can be told before the bytes are stored. @throws Refusal as `registerVersion` does
 */
export async function rehearseVersion(
  tx: Tx,
  ctx: Context,
  model: ReadImport['model'],
  manifest: Manifest,
): Promise<void> {
  const [reason] = whyNotRegister(await lifecycleActor(tx, ctx.actor, model.id));
  if (reason) throw new Refusal(reason.code, sentenceOf(reason), { ...reason.detail });
  checkManifest(manifest);
  const { rowCount } = await tx.query('SELECT FROM version WHERE model_id = $1 AND label = $2', [
    model.id,
    manifest.version,
  ]);
  if (rowCount)
    throw new Refusal(
      'CONFLICT',
      `${model.key} has a version ${manifest.version}; a version is never overwritten.`,
      {
        version: manifest.version,
      },
    );
}

/** Stores the files, as an upload would, and holds the manifest against them. @throws Refusal as `registerVersion` does */
export async function prepareVersion(
  ctx: Context,
  draft: DraftVersion,
  manifest: Manifest,
): Promise<PreparedRegistration> {
  for (const [digest, bytes] of draft.bytes)
    await takeIn(ctx, only(bytes), { expectedDigest: digest, maxBytes: bytes.length });
  return prepareRegistration(ctx, manifest);
}

async function* only(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
