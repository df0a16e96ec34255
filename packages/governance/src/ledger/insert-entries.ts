import { createHash, randomBytes } from 'node:crypto';
import { type Entry, entryText, leafHash } from '@countersign/ledger';
import type pg from 'pg';
import type { Actor } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { preparing } from '../prepared.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

interface Record {
  digest: string;
  salt: Buffer;
  bytes: Buffer;
}

/** Salts a text; the salt keeps short texts from being guessed by their digest. */
function saltedRecord(text: string): Record {
  const salt = randomBytes(16);
  const bytes = Buffer.from(text, 'utf8');
  return { digest: createHash('sha256').update(salt).update(bytes).digest('hex'), salt, bytes };
}

/** Writes the entries of one change in their final form, as its last statement. Returns their ids in order. */
export async function insertEntries(
  client: pg.ClientBase,
  actor: Actor,
  at: Date,
  events: readonly LedgerEventInput[],
): Promise<string[]> {
  const records: Record[] = [];
  const rows = events.map((event) => {
    const digests: { [name: string]: string } = {};
    for (const [name, text] of Object.entries(event.records ?? {})) {
      const record = saltedRecord(text);
      records.push(record);
      digests[name] = record.digest;
    }
    const entry: Entry = {
      v: 1,
      event: event.event,
      at: at.toISOString(),
      actor: { kind: actor.kind, id: actor.id },
      subject: event.subject,
      step: event.step ?? null,
      data: event.data,
      digests,
    };
    const body = entryText(entry);
    return { event, body, leaf: leafHash(body, sha256) };
  });
  const inserted = await preparing(client).query<{ id: string }>(
    `WITH records AS (
       INSERT INTO ledger_record (digest, salt, bytes, at)
       SELECT r.digest, r.salt, r.bytes, $1 FROM unnest($2::text[], $3::bytea[], $4::bytea[]) AS r (digest, salt, bytes)
     ), entries AS (
       INSERT INTO ledger_entry (event, at, actor_kind, actor_id, subject_kind, subject_id, model_id, version_id, step, body, leaf)
       SELECT e.event, $1, $5, $6, e.subject_kind, e.subject_id, e.model_id, e.version_id, e.step, e.body, e.leaf
       FROM unnest($7::text[], $8::text[], $9::text[], $10::uuid[], $11::uuid[], $12::int[], $13::text[], $14::bytea[])
         WITH ORDINALITY AS e (event, subject_kind, subject_id, model_id, version_id, step, body, leaf, position)
       ORDER BY e.position
       RETURNING id
     )
     SELECT id FROM entries ORDER BY id`,
    [
      at,
      records.map((r) => r.digest),
      records.map((r) => r.salt),
      records.map((r) => r.bytes),
      actor.kind,
      actor.id,
      rows.map((r) => r.event.event),
      rows.map((r) => r.event.subject.kind),
      rows.map((r) => r.event.subject.id),
      rows.map((r) => r.event.modelId ?? null),
      rows.map((r) => r.event.versionId ?? null),
      rows.map((r) => r.event.step ?? null),
      rows.map((r) => r.body),
      rows.map((r) => Buffer.from(r.leaf)),
    ],
  );
  return inserted.rows.map((row) => String(row.id));
}
