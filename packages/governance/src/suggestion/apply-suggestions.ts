import { type ApplySuggestions, type Receipt, Refusal } from '@countersign/contracts';
import type { Stage } from '@countersign/lifecycle';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { currentText, nameOfPart, withField } from '../sign-off/suggested-part.ts';
import { amendIn, type Current, readCurrent } from '../version/amend-in.ts';
import { findSuggestions, refuseAnswered } from './find-suggestions.ts';
import { type SuggestionStored, suggestedPartOf } from './suggestion-row.ts';

/**
 * Applies what a reviewer suggested: an ordinary amendment, with what follows from one, by whoever may amend.
 * @throws Refusal STALE where the version is at another revision, or what a suggestion replaces has changed meanwhile
 */
export async function applySuggestions(
  ctx: Context,
  input: ApplySuggestions,
): Promise<{ revision: number; stage: Stage; receipt: Receipt }> {
  const [first] = await findSuggestions(ctx.pool, input.suggestionIds);
  const { version_id: id } = first!;
  const { attempt } = await attemptOn(ctx, 'apply-suggestion', { id });
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id });
      const suggestions = await findSuggestions(tx, input.suggestionIds);
      refuseAnswered(suggestions);
      const current = await readCurrent(tx, loaded);
      if (loaded.row.revision === input.expectedRevision) refuseOutdated(suggestions, current);
      const { result, events, jobs } = await amendIn(
        tx,
        ctx,
        loaded,
        { expectedRevision: input.expectedRevision, ...amendmentOf(suggestions, current) },
        (revision) =>
          suggestions.map((one) => ({
            event: 'version.suggestion-applied',
            data: { suggestion: one.id, by: one.person_id, revision },
          })),
      );
      await tx.query(
        `UPDATE suggestion SET state = 'applied', state_by = $2, state_at = $3, applied_revision = $4 WHERE id = ANY ($1)`,
        [suggestions.map((one) => one.id), ctx.actor.id, tx.at, result.revision],
      );
      return { result, events, jobs };
    },
    { attempt },
  );
  return { ...result, receipt };
}

function refuseOutdated(suggestions: readonly SuggestionStored[], current: Current): void {
  for (const one of suggestions) {
    const part = suggestedPartOf(one);
    if (currentText(current, part) === one.before) continue;
    throw new Refusal('STALE', `${nameOfPart(part)} has changed since it was suggested.`, {
      suggestionId: one.id,
    });
  }
}

/** The suggestions together, as what an amendment names. */
function amendmentOf(suggestions: readonly SuggestionStored[], { dossier }: Current) {
  let { metrics, datasets } = dossier;
  let releaseNotes: string | undefined;
  let description: string | undefined;
  for (const one of suggestions) {
    const suggested = suggestedPartOf(one);
    switch (suggested.part) {
      case 'release-notes':
        releaseNotes = one.after;
        break;
      case 'description':
        description = one.after;
        break;
      case 'metric': {
        const { name, split } = suggested.about;
        metrics = metrics.map((metric) =>
          metric.name === name && metric.split === split ? { ...metric, value: Number(one.after) } : metric,
        );
        break;
      }
      case 'dataset': {
        const { name, field } = suggested.about;
        datasets = datasets.map((dataset) =>
          dataset.name === name ? withField(dataset, field, one.after) : dataset,
        );
        break;
      }
    }
  }
  return {
    ...(releaseNotes === undefined ? {} : { releaseNotes }),
    ...(description === undefined ? {} : { description }),
    ...(metrics === dossier.metrics ? {} : { metrics: [...metrics] }),
    ...(datasets === dossier.datasets ? {} : { datasets: [...datasets] }),
  };
}
