import { type OpenThread, type Receipt, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { rolesHeld } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { openNotebook } from '../notebook/open-notebook.ts';
import { refuseUnlessDiscussant } from './discussants.ts';
import { onVersion } from './find-thread.ts';
import { writeComment } from './write-comment.ts';

/** Opens a thread with its first comment. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT */
export async function openThread(
  ctx: Context,
  input: OpenThread,
): Promise<{ threadId: string; commentId: string; receipt: Receipt }> {
  if (input.evidenceId !== undefined && input.path !== undefined) {
    throw new Refusal('BAD_INPUT', 'A thread is about evidence or about a file, not both.', {
      field: 'path',
    });
  }
  if (input.cell !== undefined && input.path === undefined) {
    throw new Refusal('BAD_INPUT', 'A cell is one of a notebook: name its path.', { field: 'path' });
  }
  const { id: versionId, attempt } = await attemptOn(ctx, 'open-thread', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const { row } = await loadVersion(tx, { id: versionId }, 'none');
      refuseUnlessDiscussant(await rolesHeld(tx, ctx.actor.id, row.model_id));
      await refuseElsewhere(tx, versionId, input);
      const cellDigest = await digestOfCell(ctx, input);
      const threadId = uuidv7();
      await tx.query(
        `INSERT INTO thread (id, version_id, evidence_id, path, cell, cell_digest, revision, person_id, opened_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          threadId,
          versionId,
          input.evidenceId ?? null,
          input.path ?? null,
          input.cell ?? null,
          cellDigest,
          row.revision,
          ctx.actor.id,
          tx.at,
        ],
      );
      const { id: commentId, mentions } = await writeComment(tx, ctx, {
        ...input,
        threadId,
        modelId: row.model_id,
      });
      return {
        result: { threadId, commentId },
        events: [
          {
            event: 'version.thread-opened',
            ...onVersion({ version_id: versionId, model_id: row.model_id }),
            data: {
              thread: threadId,
              comment: commentId,
              about: input.evidenceId ? 'evidence' : input.cell ? 'cell' : input.path ? 'file' : 'version',
              ...(input.cell ? { cell: input.cell, cellDigest } : {}),
              ...(input.evidenceId ? { evidence: input.evidenceId } : {}),
              mentions,
            },
            records: { text: input.text, ...(input.path ? { path: input.path } : {}) },
          },
        ],
      };
    },
    { attempt },
  );
  return { ...result, receipt };
}

/** SHA-256 of what the cell says; null where the thread is about none. @throws Refusal NOT_FOUND */
async function digestOfCell(
  ctx: Context,
  { model, version, path, cell }: OpenThread,
): Promise<string | null> {
  if (cell === undefined || path === undefined) return null;
  const opened = await openNotebook(ctx, { model, version, path });
  const found = opened?.notebook.cells[cell - 1];
  if (!found) throw new Refusal('NOT_FOUND', 'This notebook has no such cell.', { field: 'cell' });
  return found.digest;
}

/** @throws Refusal NOT_FOUND where the evidence or the file belongs to another version */
async function refuseElsewhere(tx: Tx, versionId: string, { evidenceId, path }: OpenThread): Promise<void> {
  const { rows } = await tx.query<{ evidence: boolean; file: boolean }>(
    `SELECT $2::uuid IS NULL OR EXISTS (SELECT FROM evidence WHERE id = $2 AND version_id = $1) AS evidence,
       $3::text IS NULL OR EXISTS (SELECT FROM version_file WHERE path = $3 AND version_id = $1) AS file`,
    [versionId, evidenceId ?? null, path ?? null],
  );
  if (!rows[0]!.evidence)
    throw new Refusal('NOT_FOUND', 'This version has no such evidence.', { field: 'evidenceId' });
  if (!rows[0]!.file) throw new Refusal('NOT_FOUND', 'This version has no such file.', { field: 'path' });
}
