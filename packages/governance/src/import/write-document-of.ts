import { type ImportInput, Refusal } from '@countersign/contracts';
import { attachIn } from '../attachment/add-attachment.ts';
import { takeIn } from '../blob/store-upload.ts';
import { sha256Hex, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import type { Draft, DraftDocument } from './draft.ts';

/** Whether what was read goes beside a version that is there, or makes one. */
export type Aim = 'document' | 'version' | null;

/** @throws Refusal IMPORT_REFUSED, NOT_FOUND where a document has no version to go to */
export async function aimOf(
  db: Pick<Tx, 'query'>,
  model: { readonly id: string; readonly key: string },
  { document, version }: Pick<Draft, 'document' | 'version'>,
  { version: label, fileName }: ImportInput,
): Promise<Aim> {
  if (!document) return version && 'version';
  if (label === undefined) {
    if (version) return 'version';
    throw new Refusal('IMPORT_REFUSED', 'Say the label of the version whose document it becomes.', {
      file: fileName,
    });
  }
  const { rowCount } = await db.query('SELECT FROM version WHERE model_id = $1 AND label = $2', [
    model.id,
    label,
  ]);
  if (rowCount) return 'document';
  if (version) return 'version';
  throw new Refusal('NOT_FOUND', `${model.key} has no version ${label} whose document it could become.`, {
    version: label,
  });
}

/** Stores the bytes, as an upload would. */
export async function storeDocument(ctx: Context, { bytes }: DraftDocument): Promise<void> {
  await takeIn(
    ctx,
    (async function* () {
      yield bytes;
    })(),
    { expectedDigest: sha256Hex(bytes), maxBytes: bytes.length },
  );
}

/** Attaches the document, with what it says as claimed figures. @throws Refusal as `addAttachment` does */
export async function attachDocument(
  tx: Tx,
  ctx: Context,
  address: { readonly model: string; readonly version: string },
  { kind, title, fileName, mediaType, bytes, figures }: DraftDocument,
): Promise<LedgerEventInput[]> {
  const said = { ...address, kind, title, fileName, digest: sha256Hex(bytes) };
  const { events } = await attachIn(tx, ctx, said, async () => ({ mediaType, bytes: bytes.length, figures }));
  return [...events];
}
