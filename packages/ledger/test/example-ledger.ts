import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { concat, toHex } from '../src/bytes.ts';
import {
  canonicalJson,
  checkpointText,
  type Entry,
  entryText,
  type JsonValue,
  keyTypes,
  type Note,
  newTiles,
  noteText,
  type PackOrder,
  type PackSource,
  signNote,
  type Tile,
  TileTree,
  tileRoot,
  tileWidth,
  verifierKey,
  writePackFiles,
} from '../src/index.ts';
import { leafOf } from '../src/pack/leaf.ts';
import type { RandomAccess } from '../src/pack/pack-files.ts';
import { nodeCrypto, signer } from './node-crypto.ts';

const { sha256 } = nodeCrypto;
const utf8 = new TextEncoder();
const idOf = (number: number): string => `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** A ledger in memory: entries, their tiles, and the keys that signed. */
export class ExampleLedger {
  readonly bodies: Uint8Array[] = [];
  readonly records = new Map<string, Uint8Array>();
  readonly files = new Map<string, Uint8Array>();
  readonly #tiles = new Map<string, Uint8Array>();
  readonly #log: ReturnType<typeof signer>;
  readonly #person = signer(new Uint8Array(32).fill(9));
  readonly #passkey = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(
    readonly origin = 'countersign.example/ledger',
    seed = 1,
  ) {
    this.#log = signer(new Uint8Array(32).fill(seed));
  }

  get key() {
    return verifierKey(this.origin, keyTypes.note, this.#log.publicKey, sha256);
  }

  get size(): number {
    return this.bodies.length;
  }

  /** Keeps a text as a record: the digest over salt and text. */
  record(text: string): string {
    const salt = sha256(utf8.encode(`${this.size} ${text}`)).subarray(0, 16);
    const bytes = concat([salt, utf8.encode(text)]);
    const digest = toHex(sha256(bytes));
    this.records.set(digest, bytes);
    return digest;
  }

  file(bytes: Uint8Array): string {
    const digest = toHex(sha256(bytes));
    this.files.set(digest, bytes);
    return digest;
  }

  append(...entries: Partial<Entry>[]): this {
    const before = this.size;
    for (const entry of entries) {
      const text = entryText({
        v: 1,
        event: 'version.marked-advisory',
        at: new Date(Date.UTC(2026, 0, 1) + this.size * 1_000).toISOString(),
        actor: { kind: 'person', id: idOf(7) },
        subject: { kind: 'version', id: idOf(8) },
        step: this.size,
        data: { n: this.size },
        digests: {},
        ...entry,
      });
      this.bodies.push(utf8.encode(text));
    }
    for (const { level, index, width } of newTiles(before, this.size)) {
      const hashes = Array.from({ length: width }, (_, at) => this.#hash(level, index * tileWidth + at));
      this.#tiles.set(`${level}/${index}`, concat(hashes));
    }
    return this;
  }

  /** `count` entries, each with a reason kept outside of it. */
  fill(count: number): this {
    return this.append(
      ...Array.from({ length: count }, (_, at) => ({
        digests: { reason: this.record(`reason ${this.size + at}`) },
      })),
    );
  }

  #hash(level: number, position: number): Uint8Array {
    if (level === 0) return leafOf(this.bodies[position]!, sha256);
    return tileRoot(this.#tiles.get(`${level - 1}/${position}`)!, sha256);
  }

  /** A person with a key and a passkey, who signs an act with both. */
  signedAct({ forged = false } = {}): this {
    const cose = coseOf(this.#passkey.publicKey.export({ format: 'jwk' }) as { x: string; y: string });
    const person = { kind: 'person', id: idOf(7) } as const;
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    const record = canonicalJson({
      kind: 'sign-off',
      key: idOf(1),
      signer: { id: person.id, name: 'Ada Example' },
      decision: 'endorse',
    });
    return this.append(
      {
        event: 'person.added',
        subject: person,
        data: { keyId: idOf(1), publicKey: base64(this.#person.publicKey) },
      },
      { event: 'person.passkey-added', subject: person, data: { passkey: idOf(2), publicKey: base64(cose) } },
      {
        event: 'version.signed-off',
        data: {
          signature: base64(this.#person.sign(utf8.encode(forged ? 'something else' : record))),
          key: idOf(1),
          assurance: 'passkey',
          assertion: this.#assertion(record),
        },
        digests: { record: this.record(record) },
      },
    );
  }

  #assertion(record: string): JsonValue {
    const challenge = createHash('sha256').update(record).digest('base64url');
    const client = Buffer.from(
      JSON.stringify({ type: 'webauthn.get', challenge, origin: 'https://countersign.example' }),
    );
    const data = Buffer.concat([sha256(utf8.encode('countersign.example')), Buffer.from([5, 0, 0, 0, 1])]);
    const message = Buffer.concat([data, sha256(client)]);
    return {
      passkey: idOf(2),
      credential: 'x',
      clientData: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', message, this.#passkey.privateKey).toString('base64url'),
    };
  }

  readonly readTile = async ({ level, index, width }: Tile): Promise<Uint8Array> =>
    this.#tiles.get(`${level}/${index}`)!.subarray(0, width * 32);

  async root(size = this.size): Promise<Uint8Array> {
    return new TileTree(size, this.readTile, sha256).root();
  }

  /** The checkpoint that was signed at this size. */
  async checkpoint(size = this.size): Promise<Note> {
    const text = checkpointText({ origin: this.origin, size, root: await this.root(size) });
    return { text, signatures: [await signNote(text, this.key, this.#log.sign)] };
  }

  async kept(size = this.size): Promise<{ name: string; text: string }> {
    return { name: `kept-${size}`, text: noteText(await this.checkpoint(size)) };
  }

  async source(size = this.size, earlier: readonly number[] = []): Promise<PackSource> {
    return {
      checkpoint: await this.checkpoint(size),
      earlier: await Promise.all(earlier.map((before) => this.checkpoint(before))),
      readTile: this.readTile,
      bodies: async (first, last) => this.bodies.slice(first, last + 1),
      records: async (digests) =>
        new Map(
          digests
            .flatMap((digest) => [[digest, this.records.get(digest)!] as const])
            .filter(([, bytes]) => bytes),
        ),
      blob: async (digest) => readableOf(this.files.get(digest)),
    };
  }

  async pack(order: PackOrder, earlier: readonly number[] = []): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    const source = await this.source(this.size, earlier);
    await writePackFiles(source, order, nodeCrypto, (bytes) => void pieces.push(Uint8Array.from(bytes)));
    return concat(pieces);
  }
}

const readableOf = (bytes: Uint8Array | undefined) =>
  bytes
    ? {
        size: bytes.length,
        async *open() {
          yield bytes;
        },
      }
    : null;

function coseOf({ x, y }: { readonly x: string; readonly y: string }): Uint8Array {
  const bytes = (text: string) => [0x58, 0x20, ...Buffer.from(text, 'base64url')];
  return Uint8Array.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, ...bytes(x), 0x22, ...bytes(y)]);
}

export const inMemory = (bytes: Uint8Array): RandomAccess => ({
  size: bytes.length,
  read: async (start, length) => bytes.subarray(start, start + length),
});
