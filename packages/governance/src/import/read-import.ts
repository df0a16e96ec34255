import { type ImportInput, Refusal } from '@countersign/contracts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { preparing } from '../prepared.ts';
import type { Archive } from './archive-entry.ts';
import type { Draft } from './draft.ts';
import type { ImportKey } from './import-row.ts';
import { interpret } from './interpret.ts';
import { openArchive } from './open-archive.ts';

/** An archive that was read on somebody's behalf who may import it. */
export interface ReadImport {
  readonly model: { readonly id: string; readonly key: string };
  readonly key: ImportKey;
  readonly draft: Draft;
  readonly archive: Pick<Archive, 'bytes'> & { readonly count: number };
}

/** Reads and checks what was uploaded: nothing is written. @throws Refusal NOT_FOUND, FORBIDDEN, UPLOAD_MISSING, TOO_LARGE, IMPORT_REFUSED */
export async function readImport(ctx: Context, input: ImportInput): Promise<ReadImport> {
  requireScope(ctx.actor, 'register');
  const found = await ctx.pool.query<{ id: string; key: string }>(
    'SELECT id, key FROM model WHERE key = $1',
    [input.model],
  );
  const model = found.rows[0];
  if (!model) throw new Refusal('NOT_FOUND', `There is no model ${input.model}.`, { model: input.model });
  await requireRole({ at: ctx.clock(), ...preparing(ctx.pool) }, ctx.actor, model.id, ['developer']);
  return openArchive(ctx, input, async (archive) => {
    const draft = interpret(archive, input);
    const key = {
      modelId: model.id,
      digest: input.digest,
      kind: draft.kind,
      target: draft.version || draft.document ? (input.version ?? '') : '',
    };
    return { model, key, draft, archive: { bytes: archive.bytes, count: archive.files.size } };
  });
}
