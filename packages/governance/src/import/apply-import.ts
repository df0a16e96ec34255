import { type ImportDone, type ImportInput, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { preparing } from '../prepared.ts';
import type { PreparedRegistration } from '../version/prepare-registration.ts';
import { registerIn } from '../version/register-version.ts';
import { findImport } from './import-row.ts';
import { type ReadImport, readImport } from './read-import.ts';
import { aimOf, attachDocument, storeDocument } from './write-document-of.ts';
import { writeRunsOf } from './write-runs-of.ts';
import { manifestOf, prepareVersion, rehearseVersion } from './write-version-of.ts';

/** Ends a change that has nothing to do: these bytes were imported to this end. */
class AlreadyImported extends Error {}

/**
 * Carries an import out: all of it or nothing, with an entry of its own beside those of what it made. The same bytes to the same end
 * change nothing a second time and answer the first import.
 * @throws Refusal NOT_FOUND, FORBIDDEN, UPLOAD_MISSING, TOO_LARGE, IMPORT_REFUSED, and as logging runs and registering versions do
 */
export async function applyImport(ctx: Context, input: ImportInput): Promise<ImportDone> {
  const read = await readImport(ctx, input);
  const { draft, model, key } = read;
  const [blocker] = draft.blockers;
  if (blocker !== undefined) throw new Refusal('IMPORT_REFUSED', blocker, { file: input.fileName });
  const reader = preparing(ctx.pool);
  const earlier = await findImport(reader, key);
  if (earlier) return { done: earlier, existed: true, receipt: null };
  const aim = await aimOf(reader, model, draft, input);
  if (aim === 'document' && draft.document) await storeDocument(ctx, draft.document);
  const version =
    aim === 'version' &&
    draft.version &&
    (await prepareVersion(ctx, draft.version, await manifestOf(reader, read, draft.version, input)));
  try {
    const { receipt } = await change(ctx, (tx) => write(tx, ctx, read, version || null, input), {
      attempt: { command: 'import', subject: { kind: 'model', id: model.id }, modelId: model.id },
    });
    return { done: (await findImport(reader, key))!, existed: false, receipt };
  } catch (error) {
    if (!(error instanceof AlreadyImported)) throw error;
    return { done: (await findImport(reader, key))!, existed: true, receipt: null };
  }
}

async function write(
  tx: Tx,
  ctx: Context,
  { model, key, draft }: ReadImport,
  version: PreparedRegistration | null,
  input: ImportInput,
) {
  if (ctx.actor.kind !== 'person') throw new Refusal('FORBIDDEN', 'People and services import.');
  // Two imports of the same bytes at once go one after the other.
  await tx.query('SELECT FROM model WHERE id = $1 FOR UPDATE', [model.id]);
  if (await findImport(tx, key)) throw new AlreadyImported();
  const { runs, values, events } = await writeRunsOf(tx, ctx, model, draft.runs);
  // The label is looked at under the model's lock: a version that is there refuses the whole.
  if (version) await rehearseVersion(tx, ctx, model, version.manifest);
  const registered = version && (await registerIn(tx, ctx, model, version));
  const attached =
    !version && draft.document && input.version !== undefined
      ? await attachDocument(tx, ctx, { model: model.key, version: input.version }, draft.document)
      : [];
  const id = uuidv7();
  await tx.query(
    `INSERT INTO import (id, model_id, kind, digest, target, file_name, person_id, runs, values, experiments, version, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      model.id,
      key.kind,
      key.digest,
      key.target,
      input.fileName,
      ctx.actor.id,
      runs,
      values,
      draft.runs.map(({ experiment }) => experiment),
      version?.manifest.version ?? (attached.length > 0 ? input.version : null),
      tx.at,
    ],
  );
  const imported: LedgerEventInput = {
    event: 'model.imported',
    subject: { kind: 'model', id: model.id },
    modelId: model.id,
    data: { import: id, kind: key.kind, digest: key.digest, runs, values, version: key.target },
    records: { fileName: input.fileName },
  };
  return {
    result: null,
    events: [imported, ...events, ...(registered?.events ?? []), ...attached] as const,
    jobs: registered?.jobs ?? [],
  };
}
