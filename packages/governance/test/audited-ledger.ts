import { createHash, createPublicKey, verify } from 'node:crypto';
import type pg from 'pg';

/** Everything here is computed from the entries alone, and by none of the ledger's own code: each list names what is wrong. */
export interface AuditedLedger {
  /** Numbers that are missing, and entries that have two. */
  readonly numbers: readonly string[];
  /** Committed entries that have no number yet. */
  readonly waiting: readonly string[];
  /** Published checkpoints that are not of the entries below their size. */
  readonly forks: readonly number[];
  /** Checkpoints that the key of their time did not sign. */
  readonly unsigned: readonly number[];
  /** Tiles that hold other hashes than the entries have. */
  readonly torn: readonly string[];
  readonly size: number;
  readonly checkpoints: number;
}

export const nothingWrong = { numbers: [], waiting: [], forks: [], unsigned: [], torn: [] };

interface CheckpointRow {
  readonly size: string;
  readonly note: string;
  readonly name: string;
  readonly public_key: Buffer;
}

const pageSize = 10_000;
const sha256 = (...pieces: Uint8Array[]): Buffer =>
  pieces.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest();
const node = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);

export async function auditLedger(pool: pg.Pool): Promise<AuditedLedger> {
  const client = await pool.connect();
  try {
    // One moment: sequencers may be at work meanwhile.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await audit(client);
  } finally {
    await client.query('ROLLBACK').catch(() => {});
    client.release();
  }
}

async function audit(client: pg.PoolClient): Promise<AuditedLedger> {
  const { rows: checkpoints } = await client.query<CheckpointRow>(
    `SELECT c.size, c.note, k.name, k.public_key FROM ledger_checkpoint c JOIN ledger_key k ON k.id = c.key_id ORDER BY c.size`,
  );
  const noted = new Map(checkpoints.map((row) => [Number(row.size), row]));
  const numbers: string[] = [];
  const forks: number[] = [];
  const seen = new Set<string>();
  const leaves: Buffer[] = [];
  /** Roots of full subtrees from left to right, each smaller than the one before. */
  const peaks: { readonly of: number; readonly hash: Buffer }[] = [];
  for (;;) {
    const { rows } = await client.query<{ number: string; entry_id: string; body: string }>(
      `SELECT n.number, n.entry_id, e.body FROM ledger_number n JOIN ledger_entry e ON e.id = n.entry_id
       WHERE n.number >= $1 ORDER BY n.number LIMIT ${pageSize}`,
      [leaves.length],
    );
    for (const { number, entry_id: id, body } of rows) {
      if (Number(number) !== leaves.length) numbers.push(`${leaves.length} is missing`);
      if (seen.has(id)) numbers.push(`entry ${id} is numbered twice`);
      seen.add(id);
      let grown = { of: 1, hash: sha256(Buffer.of(0), Buffer.from(body, 'utf8')) };
      leaves.push(grown.hash);
      while (peaks.at(-1)?.of === grown.of)
        grown = { of: 2 * grown.of, hash: node(peaks.pop()!.hash, grown.hash) };
      peaks.push(grown);
      const published = noted.get(leaves.length);
      if (published && rootIn(published.note) !== rootOf(peaks)) forks.push(leaves.length);
    }
    if (rows.length < pageSize || numbers.length > 0) break;
  }
  for (const size of noted.keys()) if (size > leaves.length) forks.push(size);
  const { rows: waiting } = await client.query<{ id: string }>(
    'SELECT id FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_number n WHERE n.entry_id = e.id) ORDER BY id',
  );
  return {
    numbers,
    waiting: waiting.map(({ id }) => id),
    forks,
    unsigned: checkpoints.filter((row) => !isSignedByHand(row)).map(({ size }) => Number(size)),
    torn: await tornTiles(client, leaves),
    size: leaves.length,
    checkpoints: checkpoints.length,
  };
}

const rootOf = (peaks: readonly { readonly hash: Buffer }[]): string =>
  peaks
    .map(({ hash }) => hash)
    .reduceRight((right, left) => node(left, right))
    .toString('base64');

const rootIn = (note: string): string => note.split('\n')[2]!;

/** A C2SP signed note: the text, an empty line, and lines of "— name base64(4 bytes of the key's id, signature)". */
function isSignedByHand({ size, note, name, public_key }: CheckpointRow): boolean {
  const end = note.indexOf('\n\n');
  const text = note.slice(0, end + 1);
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: public_key.toString('base64url') },
    format: 'jwk',
  });
  const [origin, said] = text.split('\n');
  return (
    origin === name &&
    said === size &&
    note
      .slice(end + 2)
      .split('\n')
      .filter((line) => line.startsWith(`— ${name} `))
      .some((line) =>
        verify(null, Buffer.from(text), key, Buffer.from(line.split(' ')[2]!, 'base64').subarray(4)),
      )
  );
}

/** A tile that is not yet full may lag behind the entries by nothing: it was written with their numbers. */
async function tornTiles(client: pg.PoolClient, leaves: readonly Buffer[]): Promise<string[]> {
  const { rows } = await client.query<{ level: number; index: string; hashes: Buffer }>(
    'SELECT level, index, hashes FROM ledger_tile',
  );
  const held = new Map(rows.map(({ level, index, hashes }) => [`${level}/${index}`, hashes]));
  const torn: string[] = [];
  let hashes = leaves;
  for (let level = 0; hashes.length > 0; level += 1) {
    for (let index = 0; 256 * index < hashes.length; index += 1) {
      const place = `${level}/${index}`;
      const right = Buffer.concat(hashes.slice(256 * index, 256 * (index + 1)));
      if (!held.get(place)?.equals(right)) torn.push(place);
      held.delete(place);
    }
    const roots: Buffer[] = [];
    for (let at = 0; at + 256 <= hashes.length; at += 256) roots.push(fullRoot(hashes.slice(at, at + 256)));
    hashes = roots;
  }
  return [...torn, ...held.keys()];
}

const fullRoot = (hashes: readonly Buffer[]): Buffer =>
  hashes.length === 1
    ? hashes[0]!
    : fullRoot(
        Array.from({ length: hashes.length / 2 }, (_, at) => node(hashes[2 * at]!, hashes[2 * at + 1]!)),
      );
