import type { EntryRow, LedgerEvent } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';
import type { Context } from '../context.ts';
import { numberOrNull } from './entry-number.ts';
import { summarize } from './entry-summary.ts';

export interface EntryStored {
  readonly id: string;
  readonly event: LedgerEvent;
  readonly at: Date;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly model: string | null;
  readonly version: string | null;
  readonly step: number | null;
  readonly body: string;
  readonly entry_number: string | null;
}

export const entrySelect = `
SELECT l.id, l.event, l.at, l.actor_kind, l.actor_id, l.subject_kind, l.subject_id, m.key AS model, v.label AS version, l.step,
  l.body, n.number AS entry_number
FROM ledger_entry l LEFT JOIN ledger_number n ON n.entry_id = l.id
LEFT JOIN model m ON m.id = l.model_id LEFT JOIN version v ON v.id = l.version_id`;

/** An entry's canonical body, read back. */
export interface EntryBody {
  readonly data: { readonly [key: string]: JsonValue };
  readonly digests: { readonly [name: string]: string };
}

/** Entries as rows, each with its sentence; the names in them are looked up in one query. */
export async function toEntryRows(ctx: Context, stored: readonly EntryStored[]): Promise<EntryRow[]> {
  const bodies = stored.map(({ body }) => JSON.parse(body) as EntryBody);
  const ids = stored.flatMap((row, index) => [row.actor_id, row.subject_id, ...idsIn(bodies[index]!.data)]);
  const names = await readEntryNames(ctx, ids);
  return stored.map((row, index) => {
    const actor = row.actor_kind === 'system' ? 'Countersign' : (names.get(row.actor_id) ?? 'Unknown person');
    const subject = names.get(row.subject_id) ?? row.subject_id;
    const { data } = bodies[index]!;
    return {
      id: row.id,
      number: numberOrNull(row.entry_number),
      event: row.event,
      at: row.at.toISOString(),
      actor: { kind: row.actor_kind, id: row.actor_id, name: actor },
      subject: { kind: row.subject_kind, id: row.subject_id, name: subject },
      model: row.model,
      version: row.version,
      step: row.step,
      refused: row.event === 'command.refused',
      summary: summarize(row.event, { actor, subject, data, nameOf: (id) => names.get(id) ?? null }),
    };
  });
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function idsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return uuid.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(idsIn);
}

/** What people call the thing behind an id: ids are unique over all tables, so kinds need not be told. */
async function readEntryNames(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => uuid.test(id)))];
  if (wanted.length === 0) return new Map();
  const { rows } = await ctx.pool.query<{ id: string; name: string }>(namesSql, [wanted]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const namesSql = `
SELECT id, name FROM person WHERE id = ANY ($1::uuid[])
UNION ALL SELECT id, key FROM model WHERE id = ANY ($1)
UNION ALL SELECT v.id, m.key || ' ' || v.label FROM version v JOIN model m ON m.id = v.model_id WHERE v.id = ANY ($1)
UNION ALL SELECT id, key FROM environment WHERE id = ANY ($1)
UNION ALL SELECT id, label FROM model_field WHERE id = ANY ($1)
UNION ALL SELECT id, name FROM api_token WHERE id = ANY ($1)
UNION ALL SELECT d.id, e.key FROM deployment d JOIN environment e ON e.id = d.environment_id WHERE d.id = ANY ($1)
UNION ALL SELECT s.id, p.name FROM sign_off s JOIN person p ON p.id = s.person_id WHERE s.id = ANY ($1)
UNION ALL SELECT id, name FROM webhook WHERE id = ANY ($1)
UNION ALL SELECT id, key FROM consumer WHERE id = ANY ($1)
UNION ALL SELECT id, gate FROM request WHERE id = ANY ($1)
UNION ALL SELECT r.id, m.key || ' ' || v.label FROM recall r JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id WHERE r.id = ANY ($1)`;
