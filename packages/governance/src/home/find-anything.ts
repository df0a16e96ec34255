import type { Found } from '@countersign/contracts';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { likePatterns } from '../search-words.ts';

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const longest = 200;
const ofEachKind = 8;

interface Hit {
  readonly kind: Found['items'][number]['kind'];
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly label: string | null;
  readonly stage: string | null;
  readonly consumer: string | null;
}

/**
 * Models and versions by words of their key, name and label, and a prediction by its id or its caller's id. Consumers
 * find the models that they use; predictions are looked up by people with another role.
 */
export async function findAnything(ctx: Context, input: { readonly q: string }): Promise<Found> {
  const q = input.q.replaceAll('\0', '').trim().slice(0, longest);
  const { models, windows } = await readScope(ctx);
  if (q === '') return { items: [] };
  const patterns = likePatterns(q);
  const { rows } = await ctx.pool.query<Hit>(hitsSql, [
    patterns,
    models,
    models === null && windows === null ? q : null,
    uuid.test(q) ? q : null,
    q,
  ]);
  return { items: rows.map(toItem) };
}

function toItem({ kind, id, key, name, label, stage, consumer }: Hit): Found['items'][number] {
  const model = `/m/${encodeURIComponent(key)}`;
  if (kind === 'model') return { kind, label: key, detail: name, path: model };
  if (kind === 'version') {
    return {
      kind,
      label: `${key} ${label}`,
      detail: stage ?? '',
      path: `${model}/v/${encodeURIComponent(label ?? '')}`,
    };
  }
  return { kind, label: id, detail: `${key} ${label}, asked by ${consumer}`, path: `/p/${id}` };
}

/** An exact prediction first, then models, then versions; a label or key that starts with what was typed wins. */
const hitsSql = `
(SELECT 'prediction' AS kind, p.id, m.key, m.name, v.label, NULL AS stage, p.consumer
  FROM (SELECT id FROM prediction WHERE id = $4::uuid AND $3::text IS NOT NULL
    UNION SELECT c.prediction_id FROM model o CROSS JOIN LATERAL (
      SELECT prediction_id FROM caller_id WHERE model_id = o.id AND caller_id = $3 LIMIT 1) c) hit
  JOIN prediction p ON p.id = hit.id JOIN model m ON m.id = p.model_id JOIN version v ON v.id = p.version_id
  LIMIT ${ofEachKind})
UNION ALL
(SELECT 'model', m.id, m.key, m.name, NULL, NULL, NULL FROM model m
  WHERE m.retired_at IS NULL AND m.key || ' ' || m.name ILIKE ALL ($1::text[]) AND ($2::uuid[] IS NULL OR m.id = ANY ($2))
  ORDER BY NOT starts_with(m.key, lower($5)), m.key LIMIT ${ofEachKind})
UNION ALL
(SELECT 'version', v.id, m.key, m.name, v.label, v.stage, NULL FROM version v JOIN model m ON m.id = v.model_id
  WHERE m.retired_at IS NULL AND m.key || ' ' || m.name || ' ' || v.label ILIKE ALL ($1::text[]) AND ($2::uuid[] IS NULL OR m.id = ANY ($2))
  ORDER BY NOT starts_with(v.label, $5), m.key, v.number DESC LIMIT ${ofEachKind})`;
