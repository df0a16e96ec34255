import type { LedgerEvent } from '@countersign/contracts';
import type { House } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { fillNext } from './fill-search.ts';
import type { Gathering } from './write-apart.ts';
import { writeStandings } from './write-documents.ts';
import { tryAgain, writeNotebooks, writePart } from './write-parts.ts';

/** Numbers that are looked through at a time. */
const window = 200;

interface Entry {
  readonly event: LedgerEvent;
  readonly at: Date;
  readonly model_id: string | null;
  readonly version_id: string | null;
  readonly thread: string | null;
  readonly experiment: string | null;
}

/**
 * Brings what is found up to the next entries, or, where it was never filled, the next model's documents in; in one transaction
 * with how far that is; and tries again what could not be read and is due. Returns whether there may be more.
 */
export async function followSearch(house: House): Promise<boolean> {
  const behind = await house.pool.query(
    `SELECT FROM (SELECT) one LEFT JOIN search_cursor c ON true
     WHERE c.id IS NULL OR c.filling IS NOT NULL OR c.position < (SELECT max(number) FROM ledger_number)
       OR EXISTS (SELECT FROM search_unreadable WHERE again_at <= $1)`,
    [house.clock()],
  );
  if (!behind.rowCount) return false;
  return writeOperational(house, async (tx) => {
    await tx.query(
      `INSERT INTO search_cursor (id, position, filling)
       SELECT 1, coalesce(max(number), -1), '00000000-0000-0000-0000-000000000000' FROM ledger_number ON CONFLICT DO NOTHING`,
    );
    const held = await tx.query<{ position: string; filling: string | null }>(
      'SELECT position, filling FROM search_cursor FOR UPDATE SKIP LOCKED',
    );
    const cursor = held.rows[0];
    if (!cursor) return false;
    const gathering = { house, tx };
    if (cursor.filling !== null) return fillNext(gathering, cursor.filling);
    await tryAgain(gathering);
    const { rows } = await tx.query<Entry & { number: string }>(
      `SELECT n.number, l.event, l.at, l.model_id, l.version_id,
         CASE WHEN l.event IN ('version.thread-opened', 'version.thread-commented', 'version.comment-edited') THEN l.body::jsonb->'data'->>'thread' END AS thread,
         CASE l.event WHEN 'model.runs-logged' THEN l.body::jsonb->'data'->>'experiment' END AS experiment
       FROM ledger_number n JOIN ledger_entry l ON l.id = n.entry_id WHERE n.number > $1 ORDER BY n.number LIMIT ${window}`,
      [cursor.position],
    );
    if (rows.length === 0) return false;
    await renew(gathering, rows);
    await tx.query('UPDATE search_cursor SET position = $1', [rows.at(-1)!.number]);
    return rows.length === window;
  });
}

const registering: ReadonlySet<LedgerEvent> = new Set<LedgerEvent>(['version.registered', 'version.found']);
/** After which a version says something else of itself. */
const saying: ReadonlySet<LedgerEvent> = new Set<LedgerEvent>([
  ...registering,
  'version.amended',
  'version.erratum-added',
  'version.suggestion-applied',
]);
const ofFields: ReadonlySet<LedgerEvent> = new Set<LedgerEvent>([
  'field.changed',
  'field.archived',
  'field.restored',
]);

async function renew(gathering: Gathering, entries: readonly Entry[]): Promise<void> {
  const { tx } = gathering;
  const ids = (of: (entry: Entry) => string | null | false) => [
    ...new Set(entries.map(of).filter((id) => typeof id === 'string')),
  ];
  const registered = ids(({ event, version_id: id }) => registering.has(event) && id);
  const said = ids(({ event, version_id: id }) => saying.has(event) && id);
  const moved = ids(({ event, version_id: id }) => event.startsWith('version.') && id);
  const models = ids(
    ({ event, model_id: id }) => event.startsWith('model.') && event !== 'model.runs-logged' && id,
  );
  const all = entries.some(({ event }) => ofFields.has(event))
    ? (await tx.query<{ id: string }>('SELECT id FROM model WHERE retired_at IS NULL')).rows.map(
        ({ id }) => id,
      )
    : [];
  await writePart(gathering, 'model', [...models, ...all]);
  await writePart(gathering, 'version', said);
  await writePart(gathering, 'notes', said);
  await writePart(gathering, 'dataset', said);
  if (registered.length > 0) await writeNotebooks(gathering, registered);
  await writePart(
    gathering,
    'thread',
    ids(({ thread }) => thread),
  );
  await writeRuns(gathering, entries);
  await writePart(gathering, 'term', [
    ...new Set([...models, ...all, ...ids(({ event, model_id: id }) => registering.has(event) && id)]),
  ]);
  if (moved.length + models.length > 0) await writeStandings(tx, { versions: moved, models });
}

/** Runs that were logged to since the first of these entries, and their experiments. */
async function writeRuns(gathering: Gathering, entries: readonly Entry[]): Promise<void> {
  const since = new Map<string, Date>();
  for (const { experiment, at } of entries)
    if (experiment !== null && !(since.has(experiment) && since.get(experiment)! < at))
      since.set(experiment, at);
  if (since.size === 0) return;
  await writePart(gathering, 'experiment', [...since.keys()]);
  const { rows } = await gathering.tx.query<{ id: string }>(
    `SELECT u.id FROM unnest($1::uuid[], $2::timestamptz[]) AS s (experiment_id, at)
     JOIN run u ON u.experiment_id = s.experiment_id AND u.last_at >= s.at ORDER BY u.id`,
    [[...since.keys()], [...since.values()]],
  );
  await writePart(
    gathering,
    'run',
    rows.map(({ id }) => id),
  );
}
