import type { RescoringDefinition } from './rescoring-stored.ts';

/** SQL of the predictions of one version (`$1`) in the window (`$2` to `$3`) that were recorded when it was asked (`$4`). */
export const affectedSql = `p.version_id = $1::uuid AND ($2::timestamptz IS NULL OR p.answered_at >= $2)
  AND ($3::timestamptz IS NULL OR p.answered_at < $3) AND p.recorded_at <= $4`;

export const affectedValues = (
  versionId: string,
  { period }: Pick<RescoringDefinition, 'period'>,
  askedAt: Date,
): [string, string | null, string | null, Date] => [
  versionId,
  period?.start ?? null,
  period?.end ?? null,
  askedAt,
];
