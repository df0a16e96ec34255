import type { LineageEventsFilter, OpenLineageRunEvent } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { openModel } from '../experiment/find-experiment.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { type LineageEventFacts, openLineageEvent } from './openlineage-event.ts';

const byTime = keyset('lineage-events', 'instant', 'instant', 'text');

/** Where an event stands: when it became known here, which is no earlier than it happened, and what it is. */
const heads = `
  SELECT v.created_at AS known_at, v.created_at AS at, 'registered' AS kind, v.id, v.id AS version_id, NULL::uuid AS run_id, NULL::uuid AS environment_id
  FROM version v WHERE v.model_id = $1
  UNION ALL SELECT greatest(u.at, made.at), u.started_at, 'run-started', u.id, NULL, u.id, NULL FROM (__runs__) made JOIN run u ON u.id = made.id
  UNION ALL SELECT greatest(u.ended_at, u.at, made.at), u.ended_at, 'run-ended', u.id, NULL, u.id, NULL FROM (__runs__) made JOIN run u ON u.id = made.id
    WHERE u.ended_at IS NOT NULL
  UNION ALL SELECT d.started_at, d.started_at, 'deployed', d.id, d.version_id, NULL, d.environment_id FROM deployment d WHERE d.model_id = $1
  UNION ALL SELECT d.ended_at, d.ended_at, 'ended', d.id, d.version_id, NULL, d.environment_id FROM deployment d
    WHERE d.model_id = $1 AND d.ended_at IS NOT NULL`.replaceAll(
  '__runs__',
  `SELECT u.id, min(v.created_at) AS at FROM version v JOIN experiment x ON x.model_id = v.model_id AND x.name = v.run_experiment
    JOIN run u ON u.experiment_id = x.id AND u.key = v.run_key WHERE v.model_id = $1 GROUP BY u.id`,
);

/** The dossier as it was registered: what is amended later is no event of lineage. */
const facts = `
  SELECT h.known_at, h.kind || ':' || h.id AS place, h.kind, h.at, h.id, v.label, v.description, v.artifact_digest AS artifact, e.key AS environment,
    CASE h.kind WHEN 'registered' THEN r.dossier->'datasets' END AS datasets, CASE h.kind WHEN 'registered' THEN r.dossier->'sourceCommit' END AS commit,
    CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'key', u.key, 'experiment', x.name, 'status', u.status,
      'datasets', (SELECT coalesce(json_agg(json_build_object('name', t.name, 'digest', t.digest, 'source', t.source) ORDER BY t.name, t.digest), '[]')
        FROM run_dataset t WHERE t.run_id = u.id),
      'made', (SELECT coalesce(json_agg(json_build_object('label', o.label, 'artifact', o.artifact_digest) ORDER BY o.number), '[]') FROM version o
        WHERE o.model_id = $1 AND o.run_experiment = x.name AND o.run_key = u.key)) END AS run
  FROM page h LEFT JOIN version v ON v.id = h.version_id LEFT JOIN revision r ON r.version_id = v.id AND r.revision = 1
    LEFT JOIN experiment vx ON h.kind = 'registered' AND vx.model_id = $1 AND vx.name = v.run_experiment
    LEFT JOIN run u ON u.id = h.run_id OR (u.experiment_id = vx.id AND u.key = v.run_key)
    LEFT JOIN experiment x ON x.id = u.experiment_id LEFT JOIN environment e ON e.id = h.environment_id
  ORDER BY h.known_at, h.at, place`;

/**
 * Events of OpenLineage about a model, page by page in the order in which they became known: registrations, the training runs that
 * versions name, deployments and their ends. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT
 */
export async function listLineageEvents(
  ctx: Context,
  input: LineageEventsFilter,
): Promise<{ readonly events: readonly OpenLineageRunEvent[]; readonly next: string | null }> {
  const limit = limitOf(input);
  const [knownAt, at, place] = byTime.decode(input.after);
  const { model } = await openModel(ctx, input.model);
  const page = await ctx.pool.query<LineageEventFacts>(
    `WITH head AS (${heads}), page AS (SELECT * FROM head h
       WHERE $2::timestamptz IS NULL OR (h.known_at, h.at, h.kind || ':' || h.id) > ($2, $3::timestamptz, $4)
       ORDER BY h.known_at, h.at, h.kind || ':' || h.id LIMIT $5)
     ${facts}`,
    [model.id, knownAt, at, place, limit + 1],
  );
  const { rows, next } = cutPage(page.rows, limit, byTime, (row) => [
    row.known_at.toISOString(),
    row.at.toISOString(),
    row.place,
  ]);
  return { events: rows.map((row) => openLineageEvent(row, { url: ctx.url, model: input.model })), next };
}
