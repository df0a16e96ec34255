import {
  type DeleteFilter,
  limits,
  Refusal,
  type RenameFilter,
  type SavedFilter,
  type SaveFilter,
} from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../context.ts';
import { writeOperational } from '../write-operational.ts';

/** Nothing about one's own filters is governed: they say what somebody looks for, and nobody else sees them. */
function ownerOf({ actor }: Context): string {
  if (actor.kind !== 'person' || actor.via !== 'session')
    throw new Refusal('FORBIDDEN', 'People keep filters, signed in.');
  return actor.id;
}

/** By name. @throws Refusal FORBIDDEN */
export async function listFilters(ctx: Context): Promise<SavedFilter[]> {
  const found = await ctx.pool.query<SavedFilter>(
    'SELECT id, name, choice FROM saved_filter WHERE person_id = $1 ORDER BY lower(name)',
    [ownerOf(ctx)],
  );
  return found.rows;
}

/** Under a name that stands already it takes that one's place. @throws Refusal FORBIDDEN, CONFLICT where there are too many */
export async function saveFilter(ctx: Context, { name, choice }: SaveFilter): Promise<SavedFilter> {
  const personId = ownerOf(ctx);
  return writeOperational(ctx, async (tx) => {
    // Two windows of one person count one after the other.
    await tx.query('SELECT FROM person WHERE id = $1 FOR UPDATE', [personId]);
    const { rows } = await tx.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM saved_filter WHERE person_id = $1 AND lower(name) <> lower($2)',
      [personId, name],
    );
    if (rows[0]!.count >= limits.savedFilters)
      throw new Refusal('CONFLICT', `You keep ${limits.savedFilters} filters already. Delete one first.`, {
        limit: limits.savedFilters,
      });
    const saved = await tx.query<SavedFilter>(
      `INSERT INTO saved_filter (id, person_id, name, choice, saved_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (person_id, lower(name)) DO UPDATE SET name = $3, choice = $4, saved_at = $5 RETURNING id, name, choice`,
      [uuidv7(), personId, name, JSON.stringify(choice), tx.at],
    );
    return saved.rows[0]!;
  });
}

const notFound = () => new Refusal('NOT_FOUND', 'You keep no such filter.');

/** @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT where another one has the name */
export async function renameFilter(ctx: Context, { id, name }: RenameFilter): Promise<SavedFilter> {
  const renamed = await ctx.pool
    .query<SavedFilter>(
      'UPDATE saved_filter SET name = $3 WHERE id = $1 AND person_id = $2 RETURNING id, name, choice',
      [id, ownerOf(ctx), name],
    )
    .catch((error: { code?: string }) => {
      if (error.code === '23505')
        throw new Refusal('CONFLICT', 'Another of your filters has this name.', { field: 'name' });
      throw error;
    });
  if (!renamed.rows[0]) throw notFound();
  return renamed.rows[0];
}

/** @throws Refusal FORBIDDEN, NOT_FOUND */
export async function deleteFilter(ctx: Context, { id }: DeleteFilter): Promise<void> {
  const deleted = await ctx.pool.query('DELETE FROM saved_filter WHERE id = $1 AND person_id = $2', [
    id,
    ownerOf(ctx),
  ]);
  if (!deleted.rowCount) throw notFound();
}
