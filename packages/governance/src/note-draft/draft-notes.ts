import {
  type DraftedSentence,
  type DraftNotes,
  type NotesDraft,
  noteSectionNames,
  noteSectionWord,
} from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import { compareVersions } from '../comparison/compare-versions.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { draftSentences } from './draft-sentences.ts';

/**
 * Notes drafted from what differs between a version and the one before it, or another one: text that an author takes
 * over, changes and answers for. Nothing is stored. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function draftNotes(ctx: Context, input: DraftNotes): Promise<NotesDraft> {
  const scope = await readScope(ctx);
  const { row } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const against = input.against ?? (await versionBefore(ctx, row));
  if (against === null) {
    return { version: row.label, against, sentences: [], left: [], markdown: markdownOf([]) };
  }
  const found = await compareVersions(ctx, { model: input.model, before: against, after: row.label });
  const { sentences, left } = draftSentences(found);
  return { version: row.label, against, sentences, left, markdown: markdownOf(sentences) };
}

async function versionBefore(
  { pool }: Context,
  { model_id, number }: { readonly model_id: string; readonly number: number },
): Promise<string | null> {
  const { rows } = await pool.query<{ label: string }>(
    'SELECT label FROM version WHERE model_id = $1 AND number < $2 ORDER BY number DESC LIMIT 1',
    [model_id, number],
  );
  return rows[0]?.label ?? null;
}

/** The five headings with what was drafted beneath each. */
const markdownOf = (sentences: readonly DraftedSentence[]): string =>
  noteSectionNames
    .map((name) => {
      const own = sentences.filter(({ section }) => section === name).map(({ text }) => `- ${text}`);
      return [`## ${noteSectionWord[name]}`, ...(own.length > 0 ? [own.join('\n')] : [])].join('\n\n');
    })
    .join('\n\n')
    .concat('\n');
