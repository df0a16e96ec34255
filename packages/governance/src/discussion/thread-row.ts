import type { Thread } from '@countersign/contracts';
import { personJson } from '../person/read-names.ts';

/** A thread as it is read: times inside JSON are RFC 3339 UTC. */
export interface ThreadStored {
  readonly id: string;
  readonly evidence: Thread['evidence'];
  readonly path: string | null;
  readonly cell: number | null;
  readonly revision: number;
  readonly opener: Thread['by'];
  readonly opened_at: Date;
  readonly resolved: Thread['resolved'];
  readonly comments: readonly {
    readonly id: string;
    readonly by: Thread['by'];
    readonly at: string;
    /** The first text first; at least one. */
    readonly texts: readonly { text: string; at: string }[];
    readonly mentions: readonly Thread['by'][];
    readonly isNew: boolean;
  }[];
}

const instant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Columns from `thread t`; `reader` is SQL of the reader's id. */
export const threadColumns = (reader: string) => `t.id, t.path, t.cell, t.revision, t.opened_at,
  (SELECT json_build_object('id', e.id, 'name', e.name) FROM evidence e WHERE e.id = t.evidence_id) AS evidence,
  (SELECT ${personJson('p')} FROM person p WHERE p.id = t.person_id) AS opener,
  CASE WHEN t.resolved_at IS NULL THEN NULL ELSE json_build_object('at', ${instant('t.resolved_at')},
    'by', (SELECT ${personJson('p')} FROM person p WHERE p.id = t.resolved_by)) END AS resolved,
  (SELECT json_agg(json_build_object('id', c.id, 'at', ${instant('c.at')},
      'by', (SELECT ${personJson('p')} FROM person p WHERE p.id = c.person_id),
      'texts', (SELECT json_agg(json_build_object('text', x.text, 'at', ${instant('x.at')}) ORDER BY x.number)
        FROM comment_text x WHERE x.comment_id = c.id),
      'mentions', (SELECT coalesce(json_agg(${personJson('p')} ORDER BY p.name, p.id), '[]'::json)
        FROM mention m JOIN person p ON p.id = m.person_id WHERE m.comment_id = c.id),
      'isNew', EXISTS (SELECT FROM mention m WHERE m.comment_id = c.id AND m.person_id::text = ${reader}
        AND NOT EXISTS (SELECT FROM mention_seen s WHERE s.comment_id = c.id AND s.person_id = m.person_id))) ORDER BY c.id)
    FROM thread_comment c WHERE c.thread_id = t.id) AS comments`;

export const toThread = (row: ThreadStored, readerId: string): Thread => ({
  id: row.id,
  evidence: row.evidence,
  path: row.path,
  cell: row.cell,
  revision: row.revision,
  by: row.opener,
  openedAt: row.opened_at.toISOString(),
  resolved: row.resolved,
  comments: row.comments.map(({ id, by, at, texts, mentions, isNew }) => {
    const last = texts.at(-1)!;
    return {
      id,
      by,
      at,
      text: last.text,
      earlier: texts.slice(0, -1).map((text) => ({ ...text })),
      editedAt: texts.length > 1 ? last.at : null,
      mentions: mentions.map((person) => ({ ...person })),
      mine: by.id === readerId,
      isNew,
    };
  }),
});
