import type { ObservedRow, ObservedVerdict } from '@countersign/contracts';

/** Nothing was heard for twice as long as the reporter meant to take; `at` is the SQL of the present moment. */
export const isStale = (o: string, at: string): string =>
  `${o}.last_at + ${o}.every_minutes * interval '2 minutes' < ${at}`;

/**
 * SQL of what stands behind something that runs, `o` with its version `v`. A deployment of the record counts whoever started
 * it; else a permit does that was good when it was first seen. A few minutes are granted to clocks.
 */
export const verdictOf = (o: string, v: string): string => `CASE
  WHEN ${o}.version_id IS NULL THEN 'unknown'
  WHEN ${v}.standing = 'blocked' THEN 'blocked'
  WHEN EXISTS (SELECT FROM deployment d WHERE d.version_id = ${o}.version_id AND d.environment_id = ${o}.environment_id AND d.state = 'serving')
    THEN 'deployed'
  WHEN EXISTS (SELECT FROM deployment d WHERE d.version_id = ${o}.version_id AND d.environment_id = ${o}.environment_id AND d.state = 'suspended')
    THEN 'suspended'
  WHEN EXISTS (SELECT FROM permit g LEFT JOIN permit_void w ON w.permit_id = g.id WHERE g.id = ${o}.permit_id
      AND ${o}.first_at BETWEEN g.issued_at - interval '5 minutes' AND g.grace_until + interval '5 minutes'
      AND (w.at IS NULL OR ${o}.first_at < w.at)) THEN 'permitted'
  ELSE 'not-approved' END`;

/** Columns and joins of what runs; `$1` is the present moment. Whoever uses it adds WHERE, ORDER and LIMIT. */
export const observedSelect = `
SELECT * FROM (
SELECT o.id, o.model_id, m.retired_at, m.key AS model_key, m.name AS model_name, e.key AS environment, e.production, o.place, o.version_id,
  v.label, v.stage, v.standing, o.claimed_version, o.artifact, o.permit_id, o.every_minutes, o.person_id, p.name AS person_name,
  o.first_at, o.last_at, ${verdictOf('o', 'v')} AS verdict, ${isStale('o', '$1::timestamptz')} AS stale
FROM observed_deployment o JOIN model m ON m.id = o.model_id JOIN environment e ON e.id = o.environment_id
LEFT JOIN version v ON v.id = o.version_id LEFT JOIN person p ON p.id = o.person_id
WHERE o.ended_at IS NULL) seen`;

export interface ObservedRecord {
  readonly id: string;
  readonly model_key: string;
  readonly model_name: string;
  readonly environment: string;
  readonly production: boolean;
  readonly place: string;
  readonly version_id: string | null;
  readonly label: string;
  readonly stage: NonNullable<ObservedRow['version']>['stage'];
  readonly standing: NonNullable<ObservedRow['version']>['standing'];
  readonly claimed_version: string | null;
  readonly artifact: string | null;
  readonly permit_id: string | null;
  readonly every_minutes: number;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly verdict: ObservedVerdict;
  readonly stale: boolean;
}

export const toObservedRow = (row: ObservedRecord): ObservedRow => ({
  id: row.id,
  model: { key: row.model_key, name: row.model_name },
  environment: row.environment,
  production: row.production,
  place: row.place,
  version:
    row.version_id === null
      ? null
      : { id: row.version_id, label: row.label, stage: row.stage, standing: row.standing },
  claimedVersion: row.claimed_version,
  artifact: row.artifact,
  permit: row.permit_id,
  verdict: row.verdict,
  stale: row.stale,
  everyMinutes: row.every_minutes,
  by: { id: row.person_id, name: row.person_name ?? 'Countersign' },
  firstAt: row.first_at.toISOString(),
  lastAt: row.last_at.toISOString(),
});
