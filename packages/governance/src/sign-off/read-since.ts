import type { SigningSubject } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { differingParts } from '../dossier/differing-parts.ts';

interface Signed {
  readonly revision: number;
  readonly signed_at: Date;
  readonly substance: string;
  readonly presentation: string;
  readonly goal_digest: string | null;
}

interface RevisionRow {
  readonly revision: number;
  readonly substance: string;
  readonly presentation: string;
  readonly dossier: Readonly<Record<string, unknown>>;
  readonly release_notes: string;
  readonly description: string;
}

/** What changed in the dossier since this person last signed the version, at whatever gate; null where they never did. */
export async function readSince(
  ctx: Context,
  input: { versionId: string; personId: string; goalDigest: string | null },
): Promise<SigningSubject['since']> {
  const signed = await ctx.pool.query<Signed>(
    `SELECT revision, signed_at, substance, presentation, goal_digest FROM sign_off
     WHERE version_id = $1 AND person_id = $2 ORDER BY signed_at DESC, id DESC LIMIT 1`,
    [input.versionId, input.personId],
  );
  const last = signed.rows[0];
  if (!last) return null;
  const revisions = await ctx.pool.query<RevisionRow>(
    `SELECT revision, substance, presentation, dossier, release_notes, description FROM revision
     WHERE version_id = $1 AND revision IN ($2, (SELECT revision FROM version WHERE id = $1)) ORDER BY revision`,
    [input.versionId, last.revision],
  );
  const before = revisions.rows[0]!;
  const now = revisions.rows.at(-1)!;
  const substanceChanged = before.substance !== now.substance;
  const presentationChanged = before.presentation !== now.presentation;
  return {
    revision: last.revision,
    at: last.signed_at.toISOString(),
    substanceChanged,
    presentationChanged,
    rows: [
      ...goalRows(last.goal_digest, input.goalDigest),
      ...substanceRows(before, now),
      ...proseRows(before, now, substanceChanged),
    ],
    releaseNotesBefore: before.release_notes,
    releaseNotesAfter: now.release_notes,
  };
}

/** A goal changes by another request, with which the earlier sign-off had ended: nothing more becomes void by it. */
const goalRows = (before: string | null, now: string | null) =>
  before === null || now === null || before === now
    ? []
    : [{ part: 'Uses and goal', before, after: now, effect: 'none' as const }];

function substanceRows(before: RevisionRow, now: RevisionRow) {
  const changed = differingParts(before.dossier, now.dossier).map((row) => ({
    part: row.part,
    before: brief(JSON.stringify(row.before)),
    after: brief(JSON.stringify(row.after)),
    effect: 'void' as const,
  }));
  const unchanged = {
    part: 'Artifact, scripts, schema, parameters, golden set',
    before: 'the same bytes',
    after: 'the same bytes',
    effect: 'none' as const,
  };
  return [...changed, unchanged];
}

function proseRows(before: RevisionRow, now: RevisionRow, substanceChanged: boolean) {
  const effect = substanceChanged ? ('void' as const) : ('owed' as const);
  const rows: { part: string; before: string; after: string; effect: 'void' | 'owed' | 'none' }[] = [];
  if (before.release_notes !== now.release_notes) {
    rows.push({
      part: 'Release notes',
      before: lines(before.release_notes),
      after: lines(now.release_notes),
      effect,
    });
  }
  if (before.description !== now.description)
    rows.push({
      part: 'Description',
      before: brief(before.description),
      after: brief(now.description),
      effect,
    });
  return rows;
}

const lines = (text: string) => {
  const count = text.split('\n').filter((line) => line.trim() !== '').length;
  return count === 1 ? '1 line' : `${count} lines`;
};
const brief = (text: string) => (text.length > 160 ? `${text.slice(0, 157)}…` : text);
