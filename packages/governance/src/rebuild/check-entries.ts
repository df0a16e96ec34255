import {
  applyEntry,
  type Entry,
  emptyState,
  GrowingRoot,
  type LedgerState,
  leafHash,
  parseCheckpoint,
  parseNote,
} from '@countersign/ledger';
import type pg from 'pg';
import { latestCheckpoint } from '../ledger/find-checkpoint.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
import type { Findings, Thing } from './findings.ts';
import { tellingEvents } from './telling-events.ts';

const pageSize = 1_000;

interface EntryStored {
  readonly number: string | null;
  readonly id: string | null;
  readonly event: string;
  readonly at: Date;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly model_id: string | null;
  readonly version_id: string | null;
  readonly version_model_id: string | null;
  readonly step: number | null;
  readonly body: string;
  readonly leaf: Buffer;
}

const columns = `e.id, e.event, e.at, e.actor_kind, e.actor_id, e.subject_kind, e.subject_id, e.model_id, e.version_id,
  v.model_id AS version_model_id, e.step, e.body, e.leaf`;

/** What belongs to no single version: small, and kept whole. */
const ofInstallation: ReadonlySet<string> = new Set(
  tellingEvents('people', 'roles', 'environments', 'policies', 'models'),
);

/**
 * Reads every entry once, in the order of the numbers and then those that wait for theirs: each has to be the leaf that was
 * hashed, what the columns say of it has to be what its bytes say, and all together the tree of the latest checkpoint.
 * Returns the state that belongs to no version.
 */
export async function* checkEntries(
  client: pg.ClientBase,
  size: number,
  findings: Findings,
): AsyncGenerator<number, { readonly state: LedgerState; readonly waiting: number }> {
  const state = emptyState();
  const checkpoint = await latestCheckpoint({ pool: client as unknown as pg.Pool });
  const tree = new GrowingRoot(ledgerSha256);
  let expected = 0;
  for (;;) {
    const { rows } = await client.query<EntryStored>(
      `SELECT n.number, ${columns} FROM ledger_number n LEFT JOIN ledger_entry e ON e.id = n.entry_id LEFT JOIN version v ON v.id = e.version_id
       WHERE n.number >= $1 ORDER BY n.number LIMIT ${pageSize}`,
      [expected],
    );
    for (const row of rows) {
      const number = Number(row.number);
      if (number !== expected) findings.differ(entryOf(expected), 'there', 'there', null);
      expected = number + 1;
      const leaf = checkEntry(row, state, findings);
      if (leaf) tree.add(leaf);
      if (checkpoint?.size === expected) checkRoot(checkpoint.note, tree, findings);
    }
    if (rows.length < pageSize) break;
    yield expected;
  }
  if (expected !== size) findings.differ(theLedger('head'), 'size', expected, size);
  if (checkpoint && checkpoint.size > expected)
    findings.differ(theLedger('latest checkpoint'), 'size', expected, checkpoint.size);
  const waiting = await checkWaiting(client, state, findings);
  return { state, waiting };
}

async function checkWaiting(client: pg.ClientBase, state: LedgerState, findings: Findings): Promise<number> {
  let waiting = 0;
  for (let after = '0'; ; ) {
    const { rows } = await client.query<EntryStored>(
      `SELECT NULL AS number, ${columns} FROM ledger_entry e LEFT JOIN version v ON v.id = e.version_id
       WHERE e.id > $1 AND NOT EXISTS (SELECT FROM ledger_number n WHERE n.entry_id = e.id) ORDER BY e.id LIMIT ${pageSize}`,
      [after],
    );
    for (const row of rows) checkEntry(row, state, findings);
    waiting += rows.length;
    if (rows.length < pageSize) return waiting;
    after = rows.at(-1)!.id!;
  }
}

const entryOf = (number: number | null, id?: string | null): Thing => ({
  what: 'entry',
  id: number === null ? `id ${id}` : String(number),
  name: '',
  number,
});

const theLedger = (id: string): Thing => ({ what: 'ledger', id, name: '', number: null });

function checkRoot(note: string, tree: GrowingRoot, findings: Findings): void {
  const { size, root } = parseCheckpoint(parseNote(note).text);
  findings.compare(
    theLedger(`checkpoint ${size}`),
    { root: Buffer.from(tree.root()).toString('hex') },
    { root: Buffer.from(root).toString('hex') },
  );
}

/** The leaf hash of its bytes; null where there are none. */
function checkEntry(row: EntryStored, state: LedgerState, findings: Findings): Uint8Array | null {
  const number = row.number === null ? null : Number(row.number);
  const thing = entryOf(number, row.id);
  if (row.id === null) {
    findings.differ(thing, 'there', 'there', null);
    return null;
  }
  const leaf = leafHash(row.body, ledgerSha256);
  const entry = parse(row.body);
  if (entry === null) {
    findings.differ(thing, 'bytes', 'an entry', 'no entry');
    return leaf;
  }
  findings.compare(
    thing,
    { leaf: Buffer.from(leaf).toString('hex'), ...toldByBytes(entry, row) },
    {
      leaf: row.leaf.toString('hex'),
      event: row.event,
      at: row.at.toISOString(),
      actor: `${row.actor_kind} ${row.actor_id}`,
      subject: `${row.subject_kind} ${row.subject_id}`,
      step: row.step,
      version: row.version_id,
      model: row.model_id,
    },
  );
  if (ofInstallation.has(entry.event)) applyEntry(state, { number, entry });
  return leaf;
}

/** The columns as the bytes tell them; the model of an entry about a version is the version's. */
function toldByBytes(entry: Entry, row: EntryStored) {
  const { kind, id } = entry.subject;
  const named = entry.data.model;
  const model =
    kind === 'version'
      ? row.version_model_id
      : kind === 'model'
        ? id
        : entry.event.startsWith('role.')
          ? typeof named === 'string'
            ? named
            : null
          : row.model_id;
  return {
    event: entry.event,
    at: entry.at,
    actor: `${entry.actor.kind} ${entry.actor.id}`,
    subject: `${kind} ${id}`,
    step: entry.step,
    version: kind === 'version' ? id : row.version_id,
    model,
  };
}

function parse(body: string): Entry | null {
  try {
    const value: unknown = JSON.parse(body);
    const entry = value as Partial<Entry>;
    return entry.data && entry.actor && entry.subject && typeof entry.event === 'string'
      ? (value as Entry)
      : null;
  } catch {
    return null;
  }
}
