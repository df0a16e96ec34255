import type { Page, UnreadableList, UnreadableThing } from '@countersign/contracts';
import { requireRoleNow } from '../authority/roles-held.ts';
import { boundedCount, countUpTo } from '../bounded-count.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { fillingSql } from './search-documents.ts';

const bySince = keyset('unreadable', 'instant', 'text');

interface Row {
  readonly part: UnreadableThing['part'];
  readonly id: string;
  readonly reason: string;
  readonly tries: number;
  readonly since: Date;
  readonly again_at: Date;
  readonly place: string;
  readonly model: string | null;
  readonly version: string | null;
  readonly experiment: string | null;
  readonly run: string | null;
  /** Of a notebook. */
  readonly path: string | null;
}

/** The things that ids name, each part by tables of its own: no id of one part is read as another's. */
const thingsSql = `
SELECT u.part, u.id, u.reason, u.tries, u.since, u.again_at, u.place, m.key AS model, v.label AS version, e.name AS experiment, r.key AS run,
  CASE u.part WHEN 'notebook' THEN substr(u.id, 38) END AS path
FROM (SELECT *, md5(part || ' ' || id) AS place FROM search_unreadable) u
LEFT JOIN thread t ON t.id = CASE u.part WHEN 'thread' THEN u.id::uuid END
LEFT JOIN run r ON r.id = CASE u.part WHEN 'run' THEN u.id::uuid END
LEFT JOIN experiment e ON e.id = CASE u.part WHEN 'run' THEN r.experiment_id WHEN 'experiment' THEN u.id::uuid END
LEFT JOIN version v ON v.id = CASE WHEN u.part IN ('version', 'notes', 'dataset', 'notebook') THEN left(u.id, 36)::uuid ELSE t.version_id END
LEFT JOIN model m ON m.id = CASE WHEN u.part IN ('model', 'term') THEN u.id::uuid ELSE coalesce(v.model_id, e.model_id) END
WHERE $1::timestamptz IS NULL OR (u.since, u.place) > ($1, $2)
ORDER BY u.since, u.place LIMIT $3`;

/**
 * What no search finds because it could not be read, for administrators: reasons may repeat what was read.
 * @throws Refusal FORBIDDEN, BAD_INPUT
 */
export async function listUnreadable(ctx: Context, page: Page): Promise<UnreadableList> {
  await requireRoleNow(ctx, null, ['administrator']);
  const limit = limitOf(page);
  const [since, place] = bySince.decode(page.after);
  const [found, counted] = await Promise.all([
    ctx.pool.query<Row>(thingsSql, [since, place, limit + 1]),
    ctx.pool.query<{ total: number; filling: UnreadableList['filling'] }>(
      `SELECT ${countUpTo('search_unreadable')} AS total, ${fillingSql} AS filling FROM (SELECT) one LEFT JOIN search_cursor c ON true`,
    ),
  ]);
  const { total, filling } = counted.rows[0]!;
  const { rows, next } = cutPage(found.rows, limit, bySince, (row) => [row.since.toISOString(), row.place]);
  return {
    items: rows.map((row) => ({
      part: row.part,
      id: row.id,
      ...named(row),
      reason: row.reason,
      tries: row.tries,
      since: row.since.toISOString(),
      againAt: row.again_at.toISOString(),
    })),
    next,
    total: boundedCount(total),
    filling,
  };
}

function named({
  part,
  id,
  model,
  version,
  experiment,
  run,
  path,
}: Row): Pick<UnreadableThing, 'title' | 'path'> {
  if (model === null) return { title: `${id}, which is not there any more`, path: null };
  const at = `/m/${encodeURIComponent(model)}`;
  const of = `${at}/v/${encodeURIComponent(version ?? '')}`;
  const experiments = `${at}/experiments/${encodeURIComponent(experiment ?? '')}`;
  const label = `${model} ${version}`;
  switch (part) {
    case 'model':
      return { title: model, path: at };
    case 'term':
      return { title: `${model}: what it is likened to other models by`, path: at };
    case 'version':
      return { title: label, path: of };
    case 'notes':
      return { title: `Release notes of ${label}`, path: `${of}?tab=release-notes` };
    case 'dataset':
      return { title: `Data of ${label}`, path: `${of}#training-data` };
    case 'notebook':
      return {
        title: `${path} of ${label}`,
        path: `${of}?tab=notebooks&notebook=${encodeURIComponent(path ?? '')}`,
      };
    case 'thread':
      return { title: `Comments on ${label}`, path: `${of}?tab=discussion&threads=all&thread=${id}` };
    case 'experiment':
      return { title: `${experiment} of ${model}`, path: experiments };
    case 'run':
      return {
        title: `${run} in ${experiment} of ${model}`,
        path: `${experiments}/runs/${encodeURIComponent(run ?? '')}`,
      };
  }
}
