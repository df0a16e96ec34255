import { type Advisory, advisoryIdOf } from '@countersign/contracts';
import type { House } from '../context.ts';

/** The version of the Open Source Vulnerability format that is written. */
const schemaVersion = '1.7.5';

interface Recalled {
  readonly label: string;
  readonly artifact: string | null;
  readonly lifted: boolean;
}

export interface AdvisoryRecord {
  readonly id: string;
  readonly model_id: string;
  readonly model: string;
  readonly label: string;
  readonly standing: 'advisory' | 'blocked';
  readonly severity: string;
  readonly reason: string;
  readonly replacement: string | null;
  readonly fallback: string | null;
  readonly affected: string | null;
  readonly deadline: Date | null;
  readonly at: Date;
  readonly modified_at: Date;
  /** The version of the recall and those that were recalled with it, the newest first. */
  readonly versions: readonly Recalled[];
}

/**
 * Columns and joins of an advisory, which is a recall with those that were raised with it; whoever uses it adds WHERE, ORDER and
 * LIMIT. It changes with every mark, lift and telling. Consumers read it: no person is named.
 */
export const advisorySelect = `
SELECT * FROM (
SELECT r.id, m.id AS model_id, m.key AS model, v.label, r.standing, r.severity, r.reason, s.label AS replacement, r.fallback, r.affected, r.deadline, r.at,
  greatest(f.modified_at, t.at) AS modified_at, f.versions
FROM recall r JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id LEFT JOIN version s ON s.id = r.replacement_id
CROSS JOIN LATERAL (
  SELECT max(greatest(o.at, o.lifted_at)) AS modified_at,
    json_agg(json_build_object('label', ov.label, 'artifact', ov.artifact_digest, 'lifted', o.lifted_at IS NOT NULL) ORDER BY ov.number DESC) AS versions
  FROM recall o JOIN version ov ON ov.id = o.version_id WHERE o.id = r.id OR o.raised_with = r.id) f
LEFT JOIN LATERAL (
  SELECT max(l.at) AS at FROM ledger_entry l WHERE l.version_id = r.version_id AND l.event = 'recall.completed' AND l.subject_id = r.id::text) t ON true
WHERE r.raised_with IS NULL) a`;

export function toAdvisory({ url }: Pick<House, 'url'>, row: AdvisoryRecord): Advisory {
  const isWithdrawn = row.versions.every(({ lifted }) => lifted);
  const affected = row.versions.filter(({ lifted }) => isWithdrawn || !lifted);
  const what = row.standing === 'blocked' ? 'Do not use' : 'Advisory on';
  const more = affected.length > 1 ? ` and ${affected.length - 1} earlier` : '';
  const instead = row.replacement === null ? row.fallback : `Use ${row.replacement} instead.`;
  return {
    schema_version: schemaVersion,
    id: advisoryIdOf(row.id),
    modified: row.modified_at.toISOString(),
    published: row.at.toISOString(),
    ...(isWithdrawn && { withdrawn: row.modified_at.toISOString() }),
    summary: `${isWithdrawn ? 'Withdrawn: ' : ''}${what} ${row.model} ${row.label}${more}`,
    details: [row.reason, instead].filter((part) => part !== null).join('\n\n'),
    affected: [
      {
        versions: affected.map(({ label }) => label),
        database_specific: {
          model: row.model,
          artifacts: Object.fromEntries(
            affected.flatMap(({ label, artifact }) => (artifact === null ? [] : [[label, artifact]])),
          ),
        },
      },
    ],
    references: [{ type: 'WEB', url: `${url}/m/${row.model}/v/${encodeURIComponent(row.label)}` }],
    database_specific: {
      standing: row.standing,
      severity: row.severity,
      replacement: row.replacement,
      fallback: row.fallback,
      affected_inputs: row.affected,
      deadline: row.deadline?.toISOString() ?? null,
    },
  };
}
