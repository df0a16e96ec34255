import {
  Refusal,
  type ReportDefinition,
  type ReportPeriod,
  type RequestReport,
} from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { businessHash, subjectHash } from '../prediction/reference-hash.ts';
import { findRecall, type RecallStored } from '../recall/find-recall.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { type Instants, instantsOf, isTimeZone } from '../time-zone.ts';
import { defineMoment } from './define-moment.ts';
import { type Opens, timeOf } from './report-authority.ts';
import { requireRuleSets } from './rules-section.ts';

export interface DefinedReport {
  readonly definition: ReportDefinition;
  /** Hex SHA-256 of its canonical form. */
  readonly digest: string;
  /** What it is about, in a few words. */
  readonly about: string;
  readonly opens: Opens;
}

/**
 * What was asked for, as it is kept: names checked, days as moments, a customer's reference as keyed hashes.
 * @throws Refusal NOT_FOUND for whatever does not exist, BAD_INPUT
 */
export async function defineReport(ctx: Context, asked: RequestReport): Promise<DefinedReport> {
  refuseBrokenJson(asked, '');
  if (
    asked.kind !== 'record' &&
    (asked.versions ?? asked.people ?? asked.events ?? asked.prediction ?? asked.customer ?? asked.ruleSets)
  )
    throw new Refusal('BAD_INPUT', 'A ready-made report is narrowed by models and a period alone.', {
      field: 'kind',
    });
  const recall = await recallAsked(ctx, asked);
  const zone = asked.period?.zone ?? asked.zone ?? 'UTC';
  if (!isTimeZone(zone)) throw new Refusal('BAD_INPUT', `${zone} is no time zone.`, { field: 'zone' });
  const asOf = await defineMoment(ctx, asked, zone);
  const instants = asked.period ? await instantsOf(ctx.pool, asked.period) : null;
  const versions = asked.versions ? await findVersions(ctx, asked.versions) : [];
  const named = recall ? [recall.model_key] : asked.models;
  const models = named ? await findModels(ctx, named) : [];
  if (asked.people) await requirePeople(ctx, asked.people);
  if (asked.ruleSets) requireRuleSets(asked.ruleSets);
  const prediction = asked.prediction === undefined ? null : await findPrediction(ctx, asked.prediction);
  const modelIds = [
    ...new Set([
      ...models.map(({ id }) => id),
      ...versions.map(({ model_id }) => model_id),
      ...(prediction ? [prediction.model_id] : []),
    ]),
  ].sort();
  // Whoever reviews access reads about people, and those belong to no model.
  const narrowed = modelIds.length > 0 && asked.kind !== 'access';
  if (asked.customer?.kind === 'business' && !narrowed)
    throw new Refusal('BAD_INPUT', 'A business reference belongs to one model: name the model.', {
      field: 'models',
    });
  const definition: ReportDefinition = {
    kind: asked.kind,
    models: named ? models.map(({ key }) => key) : null,
    versions: asked.versions ? versions.map(({ key, label }) => ({ model: key, version: label })) : null,
    people: asked.people ? [...new Set(asked.people)].sort() : null,
    period: asked.period && instants ? periodOf(asked.period, instants) : null,
    events: asked.events ? [...new Set(asked.events)].sort() : null,
    prediction: asked.prediction ?? null,
    customer: asked.customer
      ? { kind: asked.customer.kind, hashes: hashesOf(ctx, asked.customer, modelIds) }
      : null,
    ...(asked.ruleSets ? { ruleSets: [...new Set(asked.ruleSets)].sort() } : {}),
    ...(asOf ? { asOf } : {}),
    ...(recall ? { recall: recall.id } : {}),
    zone,
  };
  return {
    definition,
    digest: sha256Hex(canonicalJson(definition as unknown as JsonValue)),
    about: recall ? `Recall of ${recall.model_key} ${recall.label}` : aboutOf(definition),
    opens: {
      modelIds: narrowed ? modelIds : null,
      ...timeOf(definition),
      contents: asked.prediction !== undefined || asked.customer !== undefined,
    },
  };
}

/** A recall is reported whole: it is narrowed by nothing else. @throws Refusal BAD_INPUT, NOT_FOUND */
async function recallAsked(ctx: Context, asked: RequestReport): Promise<RecallStored | null> {
  if ((asked.kind === 'recall') !== (asked.recall !== undefined))
    throw new Refusal('BAD_INPUT', 'A report of a recall names the recall, and no other report does.', {
      field: 'recall',
    });
  if (asked.recall === undefined) return null;
  if (asked.models ?? asked.period ?? asked.asOf)
    throw new Refusal('BAD_INPUT', 'A recall is reported whole.', { field: 'recall' });
  return findRecall(ctx.pool, asked.recall);
}

const periodOf = ({ from, to, zone }: ReportPeriod, { start, end }: Instants) => ({
  from,
  to,
  zone,
  start: start.toISOString(),
  end: end.toISOString(),
});

const hashesOf = (
  ctx: Context,
  { kind, reference }: NonNullable<RequestReport['customer']>,
  modelIds: readonly string[],
): string[] =>
  kind === 'subject'
    ? [subjectHash(ctx.keyring, reference).toString('hex')]
    : modelIds.map((id) => businessHash(ctx.keyring, id, reference).toString('hex'));

async function findModels(ctx: Context, keys: readonly string[]): Promise<{ id: string; key: string }[]> {
  const { rows } = await ctx.pool.query<{ id: string; key: string }>(
    'SELECT id, key FROM model WHERE key = ANY ($1::text[]) ORDER BY key',
    [keys],
  );
  const missing = keys.find((key) => !rows.some((row) => row.key === key));
  if (missing !== undefined)
    throw new Refusal('NOT_FOUND', `There is no model ${missing}.`, { model: missing });
  return rows;
}

interface FoundVersion {
  readonly id: string;
  readonly model_id: string;
  readonly key: string;
  readonly label: string;
}

async function findVersions(
  ctx: Context,
  named: NonNullable<RequestReport['versions']>,
): Promise<FoundVersion[]> {
  const { rows } = await ctx.pool.query<FoundVersion>(
    `SELECT v.id, v.model_id, m.key, v.label FROM version v JOIN model m ON m.id = v.model_id
     JOIN (SELECT DISTINCT key, label FROM unnest($1::text[], $2::text[]) AS n (key, label)) n ON n.key = m.key AND n.label = v.label
     ORDER BY m.key, v.number`,
    [named.map(({ model }) => model), named.map(({ version }) => version)],
  );
  const missing = named.find(
    ({ model, version }) => !rows.some(({ key, label }) => key === model && label === version),
  );
  if (missing)
    throw new Refusal('NOT_FOUND', `There is no version ${missing.model} ${missing.version}.`, {
      ...missing,
    });
  return rows;
}

async function requirePeople(ctx: Context, ids: readonly string[]): Promise<void> {
  const { rows } = await ctx.pool.query<{ id: string }>('SELECT id FROM person WHERE id = ANY ($1::uuid[])', [
    ids,
  ]);
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined)
    throw new Refusal('NOT_FOUND', 'There is no such person.', { personId: missing });
}

async function findPrediction(ctx: Context, id: string): Promise<{ model_id: string }> {
  const { rows } = await ctx.pool.query<{ model_id: string }>(
    'SELECT model_id FROM prediction WHERE id = $1',
    [id],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such prediction.', { id });
  return rows[0];
}

/** The narrowest thing first: a cover has one line for it. */
function aboutOf(asked: ReportDefinition): string {
  const several = (count: number, one: string | undefined, many: string) =>
    count === 1 && one !== undefined ? one : `${count} ${many}`;
  if (asked.prediction !== null) return `Prediction ${asked.prediction}`;
  if (asked.customer !== null) return asked.customer.kind === 'subject' ? 'One subject' : 'One business case';
  const versions = asked.versions?.map(({ model, version }) => `${model} ${version}`) ?? [];
  const models = asked.models ?? [];
  const named = [
    ...(models.length > 0 ? [several(models.length, models[0], 'models')] : []),
    ...(versions.length > 0 ? [several(versions.length, versions[0], 'versions')] : []),
    ...(asked.people ? [several(asked.people.length, 'one person', 'people')] : []),
  ];
  return named.length > 0 ? named.join(', ') : 'Every model';
}
