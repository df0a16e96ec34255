import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import {
  checkpointText,
  type Entry,
  entryText,
  keyTypes,
  leafHash,
  type PackOrder,
  signNote,
  TileTree,
  verifierKey,
  writePackFiles,
} from '@countersign/ledger';
import { nodeCrypto } from '../src/pack/node-crypto.ts';
import { runCommand } from '../src/run-command.ts';

const { sha256 } = nodeCrypto;
const pair = generateKeyPairSync('ed25519');
const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
export const key = verifierKey('cli.example/ledger', keyTypes.note, publicKey, sha256);

/** A ledger of fewer than 256 entries: one tile. */
const texts = Array.from({ length: 20 }, (_, n) => {
  const entry: Entry = {
    v: 1,
    event: 'version.marked-advisory',
    at: '2026-11-21T00:00:00.000Z',
    actor: { kind: 'person', id: 'a' },
    subject: { kind: 'version', id: 'v' },
    step: n,
    data: { n },
    digests: {},
  };
  return entryText(entry);
});
const hashes = Buffer.concat(texts.map((text) => leafHash(text, sha256)));
const readTile = async ({ width }: { width: number }) => hashes.subarray(0, width * 32);

export async function checkpoint(size: number) {
  const root = await new TileTree(size, readTile, sha256).root();
  const text = checkpointText({ origin: key.name, size, root });
  return { text, signatures: [await signNote(text, key, (bytes) => sign(null, bytes, pair.privateKey))] };
}

export async function writePack(
  file: string,
  order: PackOrder,
  blobs: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<void> {
  const pieces: Uint8Array[] = [];
  const source = {
    checkpoint: await checkpoint(20),
    earlier: [],
    readTile,
    bodies: async (first: number, last: number) =>
      texts.slice(first, last + 1).map((text) => new TextEncoder().encode(text)),
    records: async () => new Map(),
    blob: async (digest: string) => readable(blobs.get(digest)),
  };
  await writePackFiles(source, order, nodeCrypto, (bytes) => void pieces.push(Uint8Array.from(bytes)));
  await writeFile(file, Buffer.concat(pieces));
}

const readable = (bytes: Uint8Array | undefined) =>
  bytes
    ? {
        size: bytes.length,
        async *open() {
          yield bytes;
        },
      }
    : null;

export async function run(...given: string[]) {
  let [out, aside] = ['', ''];
  const code = await runCommand(given, {
    environment: {},
    out: (text) => {
      out += text;
    },
    aside: (text) => {
      aside += text;
    },
  });
  return { code, out, aside };
}
