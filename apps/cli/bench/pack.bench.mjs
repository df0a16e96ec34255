// An evidence pack of a whole ledger: writing it, and `countersign verify`, against plain SHA-256 over the same bytes in one run.
// node bench/pack.bench.mjs [--json] [--soak]   (build the packages first). With --soak also 5,000 single damages, all refused.
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, hash, sign } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as zlib from 'node:zlib';
import {
  checkpointText,
  crc32,
  keyText,
  keyTypes,
  newTiles,
  openZip,
  parseKey,
  signNote,
  TileTree,
  tileRoot,
  tileWidth,
  verifierKey,
  verifyPack,
  writePackFiles,
} from '@countersign/ledger';

const entries = 1_000_000;
const damages = process.argv.includes('--soak') ? 5_000 : 200;
const sha256 = (bytes) => hash('sha256', bytes, 'buffer');
const crypto = {
  sha256,
  createSha256: () => createHash('sha256'),
  crc32: zlib.crc32 ?? crc32,
  ed25519Verify: () => true,
  passkeyVerify: async () => true,
};

/** As long as a real one: about 420 bytes. */
const bodyOf = (n) =>
  Buffer.from(
    `{"actor":{"id":"0198c0de-0000-7000-8000-${String(n % 997).padStart(12, '0')}","kind":"person"},"at":"2026-11-21T10:00:00.${String(n % 1000).padStart(3, '0')}Z","data":{"gate":"review","revision":${n % 7},"substance":"${'5e'.repeat(32)}"},"digests":{"record":"${'a1'.repeat(32)}"},"event":"version.claimed","step":${n},"subject":{"id":"0198c0de-1111-7000-8000-${String(n).padStart(12, '0')}","kind":"version"},"v":1}`,
  );

function makeLedger(size) {
  const levels = [];
  const tiles = new Map();
  for (const tile of newTiles(0, size)) {
    const parts = [];
    for (let at = 0; at < tile.width; at += 1) {
      const position = tile.index * tileWidth + at;
      parts.push(
        tile.level === 0
          ? sha256(Buffer.concat([Buffer.of(0), bodyOf(position)]))
          : tileRoot(tiles.get(`${tile.level - 1}/${position}`), sha256),
      );
    }
    tiles.set(`${tile.level}/${tile.index}`, Buffer.concat(parts));
    levels[tile.level] = true;
  }
  return async ({ level, index, width }) => tiles.get(`${level}/${index}`).subarray(0, width * 32);
}

const pair = generateKeyPairSync('ed25519');
const key = verifierKey(
  'bench.example/ledger',
  keyTypes.note,
  pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
  sha256,
);

async function sourceOf(size) {
  const readTile = makeLedger(size);
  const root = await new TileTree(size, readTile, sha256).root();
  const text = checkpointText({ origin: key.name, size, root });
  const signed = await signNote(text, key, (bytes) => sign(null, bytes, pair.privateKey));
  return {
    checkpoint: { text, signatures: [signed] },
    earlier: [],
    readTile,
    bodies: async (first, last) => Array.from({ length: last - first + 1 }, (_, at) => bodyOf(first + at)),
    records: async () => new Map(),
    blob: async () => null,
  };
}

const seconds = (from) => (performance.now() - from) / 1_000;
const cpuSeconds = ({ user, system }) => (user + system) / 1e6;
const folder = mkdtempSync(join(tmpdir(), 'countersign-pack-bench-'));
const file = join(folder, 'pack.zip');
const figures = [];
const report = (name, value, unit, more = {}) => figures.push({ name, value, unit, ...more });

try {
  const source = await sourceOf(entries);
  const out = createWriteStream(file);
  let from = performance.now();
  let peak = 0;
  await writePackFiles(source, { entries: [[0, entries - 1]], records: [] }, crypto, async (bytes) => {
    if (!out.write(bytes)) await once(out, 'drain');
    peak = Math.max(peak, process.memoryUsage().rss);
  });
  out.end();
  await once(out, 'close');
  const exported = seconds(from);
  const { size } = statSync(file);

  from = process.cpuUsage();
  const plain = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) plain.update(piece);
  const plainCpu = cpuSeconds(process.cpuUsage(from));

  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
  const wrapped = `process.on('exit', () => console.log(JSON.stringify([process.cpuUsage(), process.resourceUsage().maxRSS]))); process.argv.splice(1, 0, 'main'); await import(process.argv.at(-1)).catch((e) => { throw e })`;
  from = performance.now();
  const output = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      wrapped.replace('process.argv.at(-1)', JSON.stringify(`file://${main}`)),
      'verify',
      file,
      '--key',
      keyText(key),
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const verified = seconds(from);
  if (!output.includes('Sound')) throw new Error(`not sound: ${output}`);
  const [usage, rss] = JSON.parse(output.trim().split('\n').at(-1));
  const cpu = cpuSeconds(usage);

  report(`export of ${entries.toLocaleString('en')} entries`, exported, 's', {
    note: `${Math.round(size / 1e6)} MB, aim < 60 s; peak memory ${Math.round(peak / 1e6)} MB with the tiles of the bench`,
  });
  report('plain SHA-256 of the pack, CPU', plainCpu, 's');
  report('countersign verify, CPU', cpu, 's', { ratio: cpu / plainCpu, note: 'aim ≤ 7 s' });
  report('countersign verify, wall', verified, 's');
  report('countersign verify, peak memory', rss / 1024, 'MB');

  const small = await sourceOf(700);
  const pieces = [];
  await writePackFiles(
    small,
    {
      entries: [
        [0, 300],
        [650, 660],
      ],
      records: [],
    },
    crypto,
    (bytes) => void pieces.push(Buffer.from(bytes)),
  );
  const pack = Buffer.concat(pieces);
  const given = { keys: [parseKey(keyText(key), sha256)], witnesses: [], kept: [] };
  const verdictOf = (bytes) =>
    verifyPack(
      () =>
        openZip(
          { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) },
          crypto.crc32,
        ),
      given,
      crypto,
    );
  if ((await verdictOf(pack)).verdict !== 'sound') throw new Error('the undamaged pack is not sound');
  let refused = 0;
  for (let round = 0; round < damages; round += 1) {
    const damaged = Buffer.from(pack);
    const at = createHash('sha256').update(`damage ${round}`).digest();
    damaged[at.readUInt32LE(0) % pack.length] ^= 1 + (at[4] % 255);
    if ((await verdictOf(damaged)).verdict === 'broken') refused += 1;
  }
  report('single damages refused', refused, `of ${damages}`);
  if (refused !== damages) throw new Error(`${damages - refused} damages were not refused`);
} finally {
  rmSync(folder, { recursive: true });
}

for (const { name, value, unit, note } of figures)
  console.log(`${name}: ${value.toFixed(2)} ${unit}${note ? ` (${note})` : ''}`);
console.log(JSON.stringify(figures));
