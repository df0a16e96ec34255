import { Refusal } from '@countersign/contracts';
import { cosignedAt, isBy, isEqual, parseKey, readSeen, type SeenCheckpoint } from '@countersign/ledger';
import type { House } from '../context.ts';
import { verifyEd25519 } from '../keys/verify-ed25519.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
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
  await requirePublished(house, seen);
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

async function requirePublished({ pool }: House, { origin, size, root }: SeenCheckpoint): Promise<void> {
  const { rows } = await pool.query<{ root: Buffer; name: string }>(
    'SELECT c.root, k.name FROM ledger_checkpoint c JOIN ledger_key k ON k.id = c.key_id WHERE c.size = $1',
    [size],
  );
  if (!rows[0] || rows[0].name !== origin || !isEqual(rows[0].root, root))
    throw new Refusal('NOT_FOUND', 'This checkpoint was not published here.', { size });
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
