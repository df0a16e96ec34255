import { batchTree } from '@countersign/ledger';
import { uuidv7 } from 'uuidv7';
import { change, type Tx } from '../change.ts';
import { type House, systemActor } from '../context.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { plainArray } from '../plain-array.ts';
import { preparing } from '../prepared.ts';
import { leafOf, readRecords, type SealedKind, sealedKinds } from './sealed-record.ts';

/** Leaves of a batch, unless one group alone has more. */
const batchLeaves = 10_000;
/** Groups that one look takes. */
const mostGroups = 2_000;
/** Deployments whose numbers one entry names, which keeps it well below the limit of an entry. */
const mostDeployments = 300;
/** Rows that are read and digested before other work of the process has its turn. */
const slice = 250;
/** Advisory lock of whoever seals. */
const sealingLock = 0x7365_616c;

const eventOf = { prediction: 'predictions.sealed', replay: 'replays.sealed' } as const;

/** Traffic of consumers is counted from what was sealed. */
const countingJob = { name: 'traffic.count', payload: {}, key: 'traffic.count' };

/** Ends a transaction in which there turned out to be nothing to do: another process was there first. */
class NothingToSeal extends Error {}

/** When a batch is made that is not full yet: times in ms. */
export interface SealingRule {
  /** For how long its oldest record waits for others. */
  readonly afterMs: number;
  /** How far apart batches are: a steady trickle costs an entry a minute, and not one for each record. */
  readonly apartMs: number;
}

/**
 * Seals what has waited long enough, a batch of each kind: one tree, one entry. Batches of several processes follow each
 * other, and a row leaves the queue in the transaction that seals it: nothing is sealed twice, nothing is left out.
 * Whether more waits is returned.
 */
export async function sealDue(house: House, rule: SealingRule): Promise<{ sealed: number; more: boolean }> {
  let sealed = 0;
  let more = false;
  for (const kind of sealedKinds) {
    const waiting = await readWaiting(house, kind);
    const isFull = waiting.size >= batchLeaves || waiting.groups === mostGroups;
    if (!isFull && !isDue(waiting, house.clock(), rule)) continue;
    sealed += await sealBatch(house, kind);
    more ||= isFull;
  }
  return { sealed, more };
}

const atOnce: SealingRule = { afterMs: Number.NEGATIVE_INFINITY, apartMs: Number.NEGATIVE_INFINITY };

/** Seals everything that is committed. Returns how many records. */
export async function sealAll(house: House): Promise<number> {
  let all = 0;
  for (;;) {
    const { sealed } = await sealDue(house, atOnce);
    if (sealed === 0) return all;
    all += sealed;
  }
}

interface Waiting {
  /** Records and groups of the next batch, as far as they are counted. */
  readonly size: number;
  readonly groups: number;
  /** Since when the oldest waits; null where nothing does. */
  readonly since: Date | null;
  readonly sealedAt: Date | null;
}

const isDue = ({ since, sealedAt }: Waiting, now: Date, { afterMs, apartMs }: SealingRule): boolean =>
  since !== null &&
  now.getTime() - since.getTime() >= afterMs &&
  (sealedAt === null || now.getTime() - sealedAt.getTime() >= apartMs);

async function readWaiting(house: House, kind: SealedKind): Promise<Waiting> {
  const { rows } = await preparing(house.pool).query<Waiting>(
    `SELECT coalesce(sum(size), 0)::int AS size, count(*)::int AS groups, min(at) AS since,
       (SELECT at FROM sealed_batch WHERE kind = $1 ORDER BY last DESC LIMIT 1) AS "sealedAt"
     FROM (SELECT size, at FROM unsealed_group WHERE kind = $1 ORDER BY id LIMIT ${mostGroups}) g`,
    [kind],
  );
  return rows[0]!;
}

async function sealBatch(house: House, kind: SealedKind): Promise<number> {
  try {
    const { result } = await change({ ...house, actor: systemActor('sealing') }, (tx) => sealIn(tx, kind), {
      waitMs: 0,
    });
    return result;
  } catch (error) {
    if (error instanceof NothingToSeal) return 0;
    throw error;
  }
}

async function sealIn(tx: Tx, kind: SealedKind) {
  await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [sealingLock, sealedKinds.indexOf(kind)]);
  const batch = await gatherBatch(tx, kind);
  if (batch.groups.length === 0) throw new NothingToSeal();
  const gone = await tx.query('DELETE FROM unsealed_group WHERE kind = $1 AND id = ANY($2::bigint[])', [
    kind,
    plainArray(batch.groups),
  ]);
  if (gone.rowCount !== batch.groups.length)
    throw new Error('the queue of what waits to be sealed changed under its lock');
  const { members, leaves, missing, numbers } = batch;
  const tree = batchTree(leaves, ledgerSha256);
  const root = Buffer.from(tree.root);
  const id = uuidv7();
  if (members.length > 0) {
    const sorted = members.toSorted();
    await tx.query(
      'INSERT INTO sealed_batch (id, kind, size, first, last, members, leaves, root, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [
        id,
        kind,
        members.length,
        sorted[0],
        sorted.at(-1),
        plainArray(members),
        Buffer.concat(leaves),
        root,
        tx.at,
      ],
    );
  }
  if (kind === 'prediction' && members.length > 0)
    await tx.query('INSERT INTO uncounted_batch (batch_id) VALUES ($1)', [id]);
  const event: LedgerEventInput = {
    event: eventOf[kind],
    subject: { kind: 'batch', id },
    data: {
      count: members.length,
      first: members[0] ?? null,
      last: members.at(-1) ?? null,
      root: root.toString('hex'),
      ...(kind === 'prediction' && {
        numbers: numbers.map(({ deployment, from, to }) => [deployment, from, to]),
      }),
      // Rows that were queued and are gone: nobody but the owner of the tables can have removed them.
      ...(missing > 0 && { missing }),
    },
  };
  return {
    result: members.length + missing,
    events: [event] as [LedgerEventInput],
    jobs: kind === 'prediction' ? [countingJob] : [],
  };
}

/** Numbers of one deployment that follow each other, first and last. */
interface Numbers {
  readonly deployment: string;
  readonly from: number;
  to: number;
}

interface Gathered {
  /** Ids of the groups that are in it. */
  readonly groups: readonly string[];
  readonly members: string[];
  readonly leaves: Uint8Array[];
  readonly numbers: readonly Numbers[];
  readonly missing: number;
}

/** The oldest groups up to a full batch, and the leaves of their members in the order in which they were recorded. */
async function gatherBatch(tx: Tx, kind: SealedKind): Promise<Gathered> {
  const groups = await readGroups(tx, kind);
  const queued = groups.flatMap(({ members }) => members);
  const members: string[] = [];
  const leaves: Uint8Array[] = [];
  const numbered: { deployment: string; number: number }[] = [];
  for (let at = 0; at < queued.length; at += slice) {
    const ids = queued.slice(at, at + slice);
    const records = await readRecords(tx, kind, ids);
    for (const id of ids) {
      const record = records.get(id);
      if (!record) continue;
      members.push(id);
      leaves.push(leafOf(record.text));
      if (record.numbered) numbered.push(record.numbered);
    }
  }
  return {
    groups: groups.map(({ id }) => id),
    members,
    leaves,
    numbers: joined(numbered),
    missing: queued.length - members.length,
  };
}

interface QueuedGroup {
  readonly id: string;
  readonly deployment_id: string | null;
  readonly members: readonly string[];
}

async function readGroups(tx: Tx, kind: SealedKind): Promise<QueuedGroup[]> {
  const { rows } = await tx.query<QueuedGroup>(
    `SELECT id, deployment_id, members FROM (
       SELECT id, deployment_id, members, sum(size) OVER (ORDER BY id) - size AS before
       FROM (SELECT * FROM unsealed_group WHERE kind = $1 ORDER BY id LIMIT ${mostGroups}) g
     ) w WHERE before < ${batchLeaves} ORDER BY id`,
    [kind],
  );
  const deployments = new Set<string | null>();
  const end = rows.findIndex(({ deployment_id }) => deployments.add(deployment_id).size > mostDeployments);
  return end === -1 ? rows : rows.slice(0, end);
}

/** Numbers that follow each other as one piece, whatever order they were recorded in. */
function joined(numbered: readonly { readonly deployment: string; readonly number: number }[]): Numbers[] {
  const pieces: Numbers[] = [];
  const order = numbered.toSorted((a, b) =>
    a.deployment === b.deployment ? a.number - b.number : a.deployment < b.deployment ? -1 : 1,
  );
  for (const { deployment, number } of order) {
    const last = pieces.at(-1);
    if (last?.deployment === deployment && last.to + 1 === number) last.to = number;
    else pieces.push({ deployment, from: number, to: number });
  }
  return pieces;
}
