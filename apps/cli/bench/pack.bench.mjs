// An evidence pack of a whole ledger: writing it, and `countersign verify`, against plain SHA-256 over the same bytes in one run.
// node bench/pack.bench.mjs [--json] [--soak]   (build the packages first). With --soak 5,000 single damages
// and 500 rewrites by who has the key, else 200 and 50: each refused.
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, hash, sign, verify } from 'node:crypto';
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
  noteText,
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
const rewrites = process.argv.includes('--soak') ? 500 : 50;
const sha256 = (bytes) => hash('sha256', bytes, 'buffer');
const pair = generateKeyPairSync('ed25519');
const crypto = {
  sha256,
  createSha256: () => createHash('sha256'),
  crc32: zlib.crc32 ?? crc32,
  ed25519Verify: (_, message, signature) => verify(null, message, pair.publicKey, signature),
  passkeyVerify: async () => true,
};

/** As long as a real one: about 420 bytes. */
const bodyOf = (n) =>
  Buffer.from(
    `{"actor":{"id":"0198c0de-0000-7000-8000-${String(n % 997).padStart(12, '0')}","kind":"person"},"at":"2026-11-21T10:00:00.${String(n % 1000).padStart(3, '0')}Z","data":{"gate":"review","revision":${n % 7},"substance":"${'5e'.repeat(32)}"},"digests":{"record":"${'a1'.repeat(32)}"},"event":"version.claimed","step":${n},"subject":{"id":"0198c0de-1111-7000-8000-${String(n).padStart(12, '0')}","kind":"version"},"v":1}`,
  );

/** `another`: the number of an entry that says something else. */
const bodyIn = (n, another) => bodyOf(n === another ? n + 1 : n);

function makeLedger(size, another = -1) {
  const tiles = new Map();
  for (const tile of newTiles(0, size)) {
    const parts = [];
    for (let at = 0; at < tile.width; at += 1) {
      const position = tile.index * tileWidth + at;
      parts.push(
        tile.level === 0
          ? sha256(Buffer.concat([Buffer.of(0), bodyIn(position, another)]))
          : tileRoot(tiles.get(`${tile.level - 1}/${position}`), sha256),
      );
    }
    tiles.set(`${tile.level}/${tile.index}`, Buffer.concat(parts));
  }
  return async ({ level, index, width }) => tiles.get(`${level}/${index}`).subarray(0, width * 32);
}

const key = verifierKey(
  'bench.example/ledger',
  keyTypes.note,
  pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
  sha256,
);

async function sourceOf(size, another) {
  const readTile = makeLedger(size, another);
  const checkpointOf = async (of) => {
    const root = await new TileTree(of, readTile, sha256).root();
    const text = checkpointText({ origin: key.name, size: of, root });
    return { text, signatures: [await signNote(text, key, (bytes) => sign(null, bytes, pair.privateKey))] };
  };
  return {
    checkpoint: await checkpointOf(size),
    checkpointOf,
    earlier: [],
    readTile,
    bodies: async (first, last) =>
      Array.from({ length: last - first + 1 }, (_, at) => bodyIn(first + at, another)),
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
  const verdictOf = (bytes, kept = []) =>
    verifyPack(
      () =>
        openZip(
          { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) },
          crypto.crc32,
        ),
      { ...given, kept },
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

  // Whoever has the key writes one entry anew and signs: the pack is sound by itself, and no checkpoint from after that entry fits it.
  const length = 700;
  const honest = await sourceOf(length);
  let found = 0;
  for (let round = 0; round < rewrites; round += 1) {
    const at = createHash('sha256').update(`rewrite ${round}`).digest();
    const another = at.readUInt32LE(0) % length;
    const written = [];
    const order = { entries: [[another, another]], records: [] };
    const sink = (bytes) => void written.push(Buffer.from(bytes));
    await writePackFiles(await sourceOf(length, another), order, crypto, sink);
    const rewritten = Buffer.concat(written);
    const after = another + 1 + (at.readUInt32LE(4) % (length - another));
    const keep = async (size) => ({ name: `kept-${size}`, text: noteText(await honest.checkpointOf(size)) });
    const { verdict, rows } = await verdictOf(rewritten, [await keep(after)]);
    const isNamed = rows.some(({ check, verdict: row }) => check === 'kept' && row === 'broken');
    const alone = (await verdictOf(rewritten)).verdict;
    const before = another === 0 ? 'sound' : (await verdictOf(rewritten, [await keep(another)])).verdict;
    if (verdict === 'broken' && isNamed && alone === 'sound' && before === 'sound') found += 1;
  }
  report('rewrites with the key, refused against a kept checkpoint', found, `of ${rewrites}`);
  if (found !== rewrites) throw new Error(`${rewrites - found} rewrites were not refused`);
} finally {
  rmSync(folder, { recursive: true });
}

for (const { name, value, unit, note } of figures)
  console.log(`${name}: ${value.toFixed(2)} ${unit}${note ? ` (${note})` : ''}`);
console.log(JSON.stringify(figures));
