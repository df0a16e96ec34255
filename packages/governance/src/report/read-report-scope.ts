import { eventGroupOf, type LedgerEvent, ledgerEvents, type ReportDefinition } from '@countersign/contracts';
import type { Context } from '../context.ts';
import type { EntryChoice } from '../ledger/stream-entries.ts';
import { mostListed } from './report-plan.ts';

/** What a definition names, as ids; null narrows nothing. */
export interface ReportScope {
  readonly choice: EntryChoice;
  /** Versions that the report describes: those named, and of named models those with an entry or an answer in the period. */
  readonly versionIds: readonly string[];
  /** Predictions that it cites, the earliest first. */
  readonly predictionIds: readonly string[];
}

export async function readReportScope(
  ctx: Context,
  definition: ReportDefinition,
  size: number,
): Promise<ReportScope> {
  const from = definition.period && new Date(definition.period.start);
  const to = definition.period && new Date(definition.period.end);
  const models = definition.models ? await idsOfModels(ctx, definition.models) : null;
  const cited = await citedPredictions(ctx, definition, models, from, to);
  const named = definition.versions ? await idsOfVersions(ctx, definition.versions) : [];
  const versions = [...new Set([...named, ...cited.map(({ version_id }) => version_id)])];
  const isNarrowed =
    models !== null || versions.length > 0 || definition.prediction !== null || definition.customer !== null;
  const predictionIds = cited.map(({ id }) => id);
  return {
    choice: {
      modelIds: definition.customer || definition.prediction ? null : models,
      versionIds: isNarrowed && (versions.length > 0 || models === null) ? versions : null,
      predictionIds: predictionIds.length > 0 ? predictionIds : null,
      people: definition.people,
      from,
      to,
      events: definition.events && eventsOf(definition.events),
      size,
    },
    versionIds: [
      ...new Set([
        ...versions,
        ...(definition.customer ? [] : await versionsOfModels(ctx, models, from, to)),
      ]),
    ],
    predictionIds,
  };
}

const eventsOf = (groups: NonNullable<ReportDefinition['events']>): LedgerEvent[] =>
  ledgerEvents.filter((event) => groups.includes(eventGroupOf(event)));

async function idsOfModels(ctx: Context, keys: readonly string[]): Promise<string[]> {
  const { rows } = await ctx.pool.query<{ id: string }>('SELECT id FROM model WHERE key = ANY ($1::text[])', [
    keys,
  ]);
  return rows.map(({ id }) => id);
}

async function idsOfVersions(
  ctx: Context,
  named: NonNullable<ReportDefinition['versions']>,
): Promise<string[]> {
  const { rows } = await ctx.pool.query<{ id: string }>(
    `SELECT v.id FROM version v JOIN model m ON m.id = v.model_id
     JOIN unnest($1::text[], $2::text[]) AS n (key, label) ON n.key = m.key AND n.label = v.label`,
    [named.map(({ model }) => model), named.map(({ version }) => version)],
  );
  return rows.map(({ id }) => id);
}

/** Of the models: versions that something happened to in the period, or that served in it. */
async function versionsOfModels(
  ctx: Context,
  models: readonly string[] | null,
  from: Date | null,
  to: Date | null,
): Promise<string[]> {
  if (models === null) return [];
  const { rows } = await ctx.pool.query<{ id: string }>(
    `SELECT v.id FROM version v WHERE v.model_id = ANY ($1::uuid[]) AND ($3::timestamptz IS NULL OR v.created_at < $3) AND (
       ($2::timestamptz IS NULL AND $3::timestamptz IS NULL)
       OR EXISTS (SELECT FROM ledger_entry l WHERE l.version_id = v.id AND l.at >= $2 AND l.at < $3)
       OR EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id AND d.started_at < $3 AND (d.ended_at IS NULL OR d.ended_at >= $2)))
     ORDER BY v.model_id, v.number LIMIT $4`,
    [models, from, to, mostListed + 1],
  );
  return rows.map(({ id }) => id);
}

/** One prediction, or those of a customer in the period. */
async function citedPredictions(
  ctx: Context,
  { prediction, customer }: ReportDefinition,
  models: readonly string[] | null,
  from: Date | null,
  to: Date | null,
): Promise<{ id: string; version_id: string }[]> {
  if (prediction === null && customer === null) return [];
  const column = customer?.kind === 'business' ? 'business_hash' : 'subject_hash';
  const { rows } = await ctx.pool.query<{ id: string; version_id: string }>(
    prediction !== null
      ? 'SELECT id, version_id FROM prediction WHERE id = $1'
      : `SELECT id, version_id FROM prediction p WHERE p.${column} = ANY ($1::bytea[]) AND ($2::uuid[] IS NULL OR p.model_id = ANY ($2))
           AND ($3::timestamptz IS NULL OR p.answered_at >= $3) AND ($4::timestamptz IS NULL OR p.answered_at < $4)
         ORDER BY p.answered_at, p.id LIMIT ${mostListed + 1}`,
    prediction !== null
      ? [prediction]
      : [customer!.hashes.map((hash) => Buffer.from(hash, 'hex')), models, from, to],
  );
  return rows;
}
