import { afterAuthorFound } from '@countersign/lifecycle';
import { change } from '../change.ts';
import { type Context, type House, systemActor } from '../context.ts';
import { loadVersion } from './load-version.ts';
import { moveVersion, writeConsequences } from './move-version.ts';

/** Somebody turned out to be an author of a version: nothing that they signed on it stands (lifecycle.md 12). */
export async function settleAuthorFound(
  house: House,
  { versionId, personId }: { readonly versionId: string; readonly personId: string },
): Promise<void> {
  const ctx: Context = { ...house, actor: systemActor('author-found') };
  await change(ctx, async (tx) => {
    const loaded = await loadVersion(tx, { id: versionId });
    // The machine weighs what the person carried before they were known.
    const before = {
      ...loaded.state,
      authors: loaded.state.authors.filter((author) => author !== personId),
    };
    const after = afterAuthorFound(before, personId, tx.at.toISOString());
    const consequent = await writeConsequences(tx, { ...loaded, state: before }, after, 'author-found');
    const found = { event: 'version.author-found', data: { person: personId } } as const;
    return { result: undefined, events: await moveVersion(tx, loaded, after, [found, ...consequent]) };
  });
}
