import { Refusal } from '@countersign/contracts';
import {
  cosignedAt,
  isBy,
  isEqual,
  isSigned,
  noteText,
  parseKey,
  readSeen,
  type SeenCheckpoint,
} from '@countersign/ledger';
import type { House } from '../context.ts';
import { verifyEd25519 } from '../keys/verify-ed25519.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
import { listLedgerKeys } from '../ledger/list-ledger-keys.ts';
import { refuseBehind } from '../ledger/refuse-behind.ts';
import { writeOperational } from '../write-operational.ts';

/** A witness's clock may be ahead of ours, but not by more than this. */
const aheadMs = 5 * 60_000;

interface Held {
  readonly witnessId: string;
  readonly bytes: Uint8Array;
  readonly at: Date;
}

/**
 * Keeps the cosignatures of registered witnesses under a checkpoint that was published here. They authenticate
 * themselves: whoever brings them may be anybody. A witness that gives one again was merely seen again.
 * @returns how many registered witnesses' cosignatures the note carries
 * @throws Refusal BAD_INPUT where it is no checkpoint, NOT_FOUND where it was not published here, FORBIDDEN where no
 * registered witness cosigned it
 */
export async function keepCosignatures(house: House, note: string): Promise<number> {
  const seen = readNote(note);
  await requirePublished(house, seen, note);
  const held = await cosignaturesIn(house, seen);
  if (held.length === 0)
    throw new Refusal(
      'FORBIDDEN',
      'No witness that is registered here cosigned this checkpoint. An administrator registers witnesses.',
    );
  await writeOperational(house, async (tx) => {
    await tx.query(
      `INSERT INTO ledger_cosignature (size, witness_id, bytes, at, received_at)
       SELECT $1, c.witness_id, c.bytes, c.at, $2 FROM unnest($3::uuid[], $4::bytea[], $5::timestamptz[]) AS c (witness_id, bytes, at)
       ON CONFLICT (size, witness_id) DO NOTHING`,
      [
        seen.size,
        tx.at,
        held.map(({ witnessId }) => witnessId),
        held.map(({ bytes }) => Buffer.from(bytes)),
        held.map(({ at }) => at),
      ],
    );
    await tx.query('UPDATE witness SET seen_at = greatest(seen_at, $2) WHERE id = ANY($1)', [
      held.map(({ witnessId }) => witnessId),
      tx.at,
    ]);
  });
  return held.length;
}

function readNote(note: string): SeenCheckpoint {
  try {
    return readSeen(note);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal('BAD_INPUT', `That is no signed checkpoint: ${error.message}.`);
  }
}

/** A checkpoint of our own that the database does not have shows what it lost. @throws Refusal NOT_FOUND, LEDGER_BEHIND */
async function requirePublished(house: House, seen: SeenCheckpoint, text: string): Promise<void> {
  const { origin, size, root } = seen;
  const { rows } = await house.pool.query<{ root: Buffer; name: string }>(
    'SELECT c.root, k.name FROM ledger_checkpoint c JOIN ledger_key k ON k.id = c.key_id WHERE c.size = $1',
    [size],
  );
  if (rows[0] && rows[0].name === origin && isEqual(rows[0].root, root)) return;
  if (house.published && (await isOurs(house, seen))) {
    const own = noteText({
      ...seen.note,
      signatures: seen.note.signatures.filter(({ name }) => name === origin),
    });
    if (await house.published.learn(own))
      house.log.error(
        { size, origin, text },
        'somebody holds a checkpoint of ours that the database does not have',
      );
    await refuseBehind(house);
  }
  throw new Refusal('NOT_FOUND', 'This checkpoint was not published here.', { size });
}

async function isOurs(house: House, { note, origin }: SeenCheckpoint): Promise<boolean> {
  for (const { verifier } of await listLedgerKeys(house)) {
    const key = parseKey(verifier, ledgerSha256);
    if (key.name === origin && (await isSigned(note, key, verifyEd25519))) return true;
  }
  return false;
}

async function cosignaturesIn(house: House, { note }: SeenCheckpoint): Promise<Held[]> {
  const { rows } = await house.pool.query<{ id: string; verifier: string }>(
    'SELECT id, verifier FROM witness WHERE removed_at IS NULL',
  );
  const latest = house.clock().getTime() + aheadMs;
  const held: Held[] = [];
  for (const { id, verifier } of rows) {
    const key = parseKey(verifier, ledgerSha256);
    const line = note.signatures.find((signature) => isBy(signature, key));
    const seconds = line && (await cosignedAt(note, key, verifyEd25519));
    if (line && seconds != null && seconds * 1_000 <= latest)
      held.push({ witnessId: id, bytes: line.bytes, at: new Date(seconds * 1_000) });
  }
  return held;
}
