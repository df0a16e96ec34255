import type { EventGroup, ReportHead } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { countEntries, type EntryChoice } from '../ledger/stream-entries.ts';
import { type CountedModel, completenessSections, countModels } from './completeness-lines.ts';
import { entriesSection } from './entry-lines.ts';
import { citedSections, predictionCountsSection } from './prediction-lines.ts';
import { readReportScope } from './read-report-scope.ts';
import { recordStatement } from './record-statement.ts';
import type { Collecting, PlannedSection, ReportPlan } from './report-plan.ts';
import { rulesSection } from './rules-section.ts';
import { signaturesSection } from './signature-lines.ts';
import { deploymentsSection, evidenceSection, findingsSection, marksSection } from './version-facts-lines.ts';
import { readVersionsThen, type VersionThen, versionsSection } from './version-lines.ts';

/**
 * The record of models, versions or people in a period: what happened, who signed for it, what served, on which evidence.
 * Sections about versions are left out where nothing names a model, and where kinds of events leave them out.
 */
export async function collectRecord({ ctx, definition, about, size }: Collecting): Promise<ReportPlan> {
  const { choice, versionIds, predictionIds } = await readReportScope(ctx, definition, size);
  const entries = await countEntries(ctx, choice);
  const span = { versionIds, from: choice.from, to: choice.to };
  const asks = (group: EventGroup) => definition.events === null || definition.events.includes(group);
  const ofVersions = versionIds.length > 0 && definition.people === null;
  const versions = ofVersions ? await readVersionsThen(ctx, versionIds, choice.to) : [];
  const sections: PlannedSection[] = await citedSections(ctx, predictionIds);
  if (ofVersions) sections.push(versionsSection(versions, choice.to !== null));
  if (asks('sign-offs'))
    sections.push(
      await signaturesSection(ctx, {
        versionIds: ofVersions ? versionIds : versionsOf(definition, versionIds),
        people: definition.people,
        from: ofVersions ? null : choice.from,
        to: choice.to,
      }),
    );
  if (ofVersions && asks('deployments')) sections.push(await deploymentsSection(ctx, span));
  if (ofVersions && asks('standing')) sections.push(await marksSection(ctx, span));
  if (ofVersions && asks('evidence'))
    sections.push(await evidenceSection(ctx, span), await findingsSection(ctx, span));
  if (ofVersions && asks('predictions')) sections.push(await predictionCountsSection(ctx, span));
  const counted = asks('predictions') ? await countedIn(ctx, definition, choice, versionIds) : null;
  if (counted) sections.push(...completenessSections(counted));
  const all = entriesSection(ctx, choice, entries.count);
  if (definition.ruleSets) sections.push(rulesSection(definition.ruleSets, [...sections, all]));
  sections.push(all);
  const predictions = (counted ?? []).reduce(
    (sum, { totals }) => sum + totals.answered + totals.elsewhere + totals.unnumbered,
    0,
  );
  const empty = entries.count === 0 && predictions === 0;
  return {
    title: empty ? 'Statement of no events' : 'Certificate of record',
    statement: recordStatement({ definition, about, size, entries, predictions }),
    empty,
    first: entries.first,
    last: entries.last,
    entries: entries.count,
    facts: [...factsOf(versions, sections), ...gapsFact(counted)],
    sections,
  };
}

/** Counts of what the report covers as a whole: models and versions, not people or single predictions. */
async function countedIn(
  ctx: Context,
  definition: ReportHead['definition'],
  { from, to, modelIds }: EntryChoice,
  versionIds: readonly string[],
): Promise<CountedModel[] | null> {
  if (definition.people || definition.prediction || definition.customer) return null;
  if (!definition.versions) return countModels(ctx, { modelIds, versionIds: null, from, to });
  const named = await modelsOfVersions(ctx, versionIds);
  const models = [...new Set([...(modelIds ?? []), ...named])];
  return countModels(ctx, { modelIds: models, versionIds: modelIds ? null : versionIds, from, to });
}

async function modelsOfVersions({ pool }: Context, versionIds: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ model_id: string }>(
    'SELECT DISTINCT model_id FROM version WHERE id = ANY ($1::uuid[])',
    [versionIds],
  );
  return rows.map(({ model_id }) => model_id);
}

/** Said on the cover where there are predictions: what is missing, and how much was recorded elsewhere. */
function gapsFact(counted: readonly CountedModel[] | null): ReportHead['facts'] {
  if (!counted || counted.length === 0) return [];
  let [missing, elsewhere, all] = [0, 0, 0];
  for (const { totals } of counted) {
    missing += totals.missing;
    elsewhere += totals.elsewhere;
    all += totals.answered + totals.elsewhere + totals.unnumbered;
  }
  const share = all === 0 ? '' : `; ${((100 * elsewhere) / all).toFixed(2)} % were recorded elsewhere`;
  const value = `${missing === 0 ? 'No number is missing' : `${missing.toLocaleString('en')} numbers are missing`}${share}`;
  return [{ name: 'Completeness', value, kind: 'text' }];
}

/** Where no model is named signatures of all versions are meant; where one is, those of its versions, also where there is none. */
const versionsOf = (definition: ReportHead['definition'], versionIds: readonly string[]) =>
  definition.models === null &&
  definition.versions === null &&
  definition.prediction === null &&
  definition.customer === null
    ? null
    : versionIds;

/** What a cover says at a glance; of one version its artifact too. */
function factsOf(versions: readonly VersionThen[], sections: readonly PlannedSection[]): ReportHead['facts'] {
  const section = (key: string) => sections.find((found) => found.key === key);
  const text = (name: string, value: string) => ({ name, value, kind: 'text' as const });
  const counted = (key: string, name: string) => {
    const found = section(key);
    return found ? [text(name, found.count === 0 ? 'None' : found.count.toLocaleString('en'))] : [];
  };
  const [only] = versions;
  const one =
    only && versions.length === 1
      ? [
          ...(only.artifact
            ? [{ name: 'Artifact, SHA-256', value: only.artifact, kind: 'digest' as const }]
            : []),
          text('Purpose, tier', `${only.purpose.replace(/\.$/, '')}. Tier ${only.tier}.`),
          ...(only.policy ? [text('Policy', only.policy)] : []),
        ]
      : versions.length > 1
        ? [text('Versions', `${versions.length.toLocaleString('en')}: ${namesOf(versions)}`)]
        : [];
  return [
    ...one,
    ...counted('signatures', 'Signatures'),
    ...counted('deployments', 'Deployments'),
    ...counted('marks', 'Blocks and advisories'),
    ...counted('findings', 'Findings open'),
    ...predictionsFact(section('prediction-counts')),
    ...counted('predictions', 'Predictions cited'),
    ...counted('entries', 'Entries'),
  ];
}

const namesOf = (versions: readonly VersionThen[]): string => {
  const names = versions.slice(0, 8).map(({ model, version }) => `${model} ${version}`);
  return `${names.join(', ')}${versions.length > names.length ? ' and more' : ''}`;
};

function predictionsFact(section: PlannedSection | undefined): ReportHead['facts'] {
  if (!section) return [];
  let all = 0;
  for (const line of section.lines as Iterable<{ predictions: number }>) all += line.predictions;
  return [{ name: 'Predictions', value: all === 0 ? 'None' : all.toLocaleString('en'), kind: 'text' }];
}
