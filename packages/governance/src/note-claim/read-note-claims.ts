import type { NoteClaims, VersionAddress } from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { judgeNotes } from './judge-notes.ts';

/** What the notes in force claim, judged against what is known now. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readNoteClaims(ctx: Context, input: VersionAddress): Promise<NoteClaims> {
  const scope = await readScope(ctx);
  const { row } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  return {
    revision: row.revision,
    claims: await judgeNotes(ctx.pool, { id: row.id, modelId: row.model_id }),
  };
}
