import type { SearchHit, SearchKind } from '@countersign/contracts';
import type pg from 'pg';
import { personJson } from '../person/read-names.ts';
import { excerptOf, markEnd, markStart } from './excerpt.ts';
import { plainJson, plainMarkdown } from './plain-text.ts';

interface Row {
  readonly id: string;
  readonly kind: SearchKind;
  readonly source: string;
  readonly place: string;
  readonly title: string;
  readonly body: string;
  readonly marked: string;
  readonly model: SearchHit['model'];
  readonly version: string | null;
  readonly stage: SearchHit['stage'];
  readonly by: SearchHit['by'];
  readonly at: Date;
  readonly experiment: string | null;
  readonly run: string | null;
}

/** Documents by their ids, in that order, as they are shown: characters of a text that are looked through for the words are bounded. */
export async function readHits(
  client: pg.ClientBase,
  query: string,
  ids: readonly string[],
): Promise<SearchHit[]> {
  const { rows } = await client.query<Row>(
    `SELECT d.id, d.kind, d.source, d.place, d.title, left(d.body, 20000) AS body,
       ts_headline('pg_catalog.english', search_spaced(left(d.body, 20000)), $1::tsquery, $3) AS marked,
       json_build_object('key', m.key, 'name', m.name) AS model, v.label AS version, d.stage, ${personJson('p')} AS by, d.at,
       e.name AS experiment, u.key AS run
     FROM unnest($2::bigint[]) WITH ORDINALITY AS wanted (id, position) JOIN search_document d ON d.id = wanted.id
     JOIN model m ON m.id = d.model_id LEFT JOIN version v ON v.id = d.version_id LEFT JOIN person p ON p.id = d.person_id
     LEFT JOIN run u ON d.kind = 'run' AND u.id = split_part(d.source, ':', 2)::uuid
     LEFT JOIN experiment e ON e.id = CASE d.kind WHEN 'run' THEN u.experiment_id WHEN 'experiment' THEN split_part(d.source, ':', 2)::uuid END
     ORDER BY wanted.position`,
    [query, ids, `HighlightAll=true, StartSel=${markStart}, StopSel=${markEnd}`],
  );
  return rows.map((row) => ({
    kind: row.kind,
    title: row.title,
    excerpt: excerptOf(plain(row), row.marked),
    path: pathOf(row),
    model: row.model,
    version: row.version,
    stage: row.stage,
    by: row.by,
    at: row.at.toISOString(),
  }));
}

/** A text as it is read, not as it is written: of people it is Markdown, of facts JSON may be in it. A notebook's was read when it came in. */
function plain({ kind, body }: Row): string {
  if (kind === 'notebook') return body;
  return plainJson(kind === 'dataset' || kind === 'experiment' ? body : plainMarkdown(body));
}

/** Where each kind is shown. */
function pathOf({ kind, source, place, model: { key }, version, experiment, run }: Row): string {
  const model = `/m/${encodeURIComponent(key)}`;
  const of = `${model}/v/${encodeURIComponent(version ?? '')}`;
  const experiments = `${model}/experiments/${encodeURIComponent(experiment ?? '')}`;
  switch (kind) {
    case 'model':
      return model;
    case 'version':
      return of;
    case 'notes':
      return `${of}?tab=release-notes`;
    case 'notebook': {
      const [path, cell] = [place.slice(0, place.lastIndexOf('#')), place.slice(place.lastIndexOf('#') + 1)];
      return `${of}?tab=notebooks&notebook=${encodeURIComponent(path)}#cell-${cell}`;
    }
    case 'dataset':
      return `/lineage/dataset/${encodeURIComponent(place.slice('dataset:'.length))}`;
    case 'experiment':
      return experiments;
    case 'run':
      return `${experiments}/runs/${encodeURIComponent(run ?? '')}`;
    case 'discussion':
      return `${of}?tab=discussion&threads=all&thread=${source.slice('thread:'.length)}`;
  }
}
