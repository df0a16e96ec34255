import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  checkpointText,
  keyText,
  keyTypes,
  leafHash,
  nodeHash,
  noteText,
  parseTilePath,
  signNote,
  split,
  type VerifierKey,
  verifierKey,
} from '@countersign/ledger';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const root = (leaves: readonly Uint8Array[]): Uint8Array => {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return leaves[0]!;
  const at = split(leaves.length);
  return nodeHash(root(leaves.slice(0, at)), root(leaves.slice(at)), sha256);
};

interface Signer {
  readonly key: VerifierKey;
  readonly privateKey: KeyObject;
  since: number | null;
}

const newSigner = (origin: string): Signer => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const bytes = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { key: verifierKey(origin, keyTypes.note, new Uint8Array(bytes), sha256), privateKey, since: null };
};

/** A portal’s ledger over HTTP, whose owner can do what an insider with the key and the database could do. */
export async function openFakeLedger(origin = 'models.example.org/ledger') {
  let leaves: Uint8Array[] = [];
  /** Tiles that are served; an insider may serve those of another history than was signed. */
  let shown: Uint8Array[] | null = null;
  const signers = [newSigner(origin)];
  const published = new Map<number, string>();
  const given: string[] = [];
  let newest = '';
  let isDown = false;
  const publish = async (by: readonly Signer[] = [signers[0]!]) => {
    const text = checkpointText({ origin, size: leaves.length, root: root(leaves) });
    for (const signer of by) signer.since ??= leaves.length;
    const signatures = await Promise.all(
      by.map(({ key, privateKey }) => signNote(text, key, (message) => sign(null, message, privateKey))),
    );
    newest = noteText({ text, signatures });
    published.set(leaves.length, newest);
  };
  const append = (count: number, word = 'entry') => {
    for (let turn = 0; turn < count; turn++) leaves.push(leafHash(`${word} ${leaves.length}`, sha256));
  };
  const tile = (path: string): Buffer | null => {
    const asked = parseTilePath(path);
    if (!asked || asked.level === 'entries') return null;
    const { level, index, width } = asked;
    const span = 256 ** level;
    const of = shown ?? leaves;
    if ((index * 256 + width) * span > of.length) return null;
    return Buffer.concat(
      Array.from({ length: width }, (_, at) =>
        root(of.slice((index * 256 + at) * span, (index * 256 + at + 1) * span)),
      ),
    );
  };
  const server = createServer(async (request, reply) => {
    const path = (request.url ?? '').replace('/ledger/', '');
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const answer = (): string | Buffer | null => {
      if (isDown) return null;
      if (path === 'cosignatures') {
        given.push(Buffer.concat(parts).toString('utf8'));
        return '{"kept":1}';
      }
      if (path === 'checkpoint') return newest;
      if (path.startsWith('checkpoint/')) return published.get(Number(path.slice(11))) ?? null;
      if (path === 'keys')
        return JSON.stringify({
          items: signers.map(({ key, since }) => ({ verifier: keyText(key), since })),
        });
      return tile(path.replace('tile/', ''));
    };
    const body = answer();
    reply.writeHead(body === null ? (isDown ? 503 : 404) : 200).end(body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    vkey: keyText(signers[0]!.key),
    given,
    currentNote: () => newest,
    async grow(count: number) {
      append(count);
      await publish();
    },
    /** The next key signs beside the one before it, once. `alone`: it does not. */
    async rotate({ alone = false } = {}) {
      signers.unshift(newSigner(origin));
      append(1);
      await publish(alone ? signers.slice(0, 1) : signers.slice(0, 2));
    },
    /** Entries from `at` on are other ones, `count` in all. */
    async rewrite(at: number, count: number) {
      leaves = leaves.slice(0, at);
      append(count - at, 'another');
      await publish();
    },
    async signOtherThanShown() {
      shown = [...leaves];
      leaves = leaves.slice(0, 1);
      append(shown.length, 'another');
      await publish();
      shown = [...shown, leafHash('shown', sha256)];
    },
    async truncate(size: number) {
      leaves = leaves.slice(0, size);
      await publish();
    },
    down(is: boolean) {
      isDown = is;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
