// A ledger of 1,000,000 entries in a durable PostgreSQL: taking them in, an evidence pack of the whole, its verification, single
// proofs; a report on paper; predictions executed again from a pack alone. Baselines of the same run beside each.
// node bench/ledger.bench.mjs [--json] [--soak]   (build the packages first). Without --soak 50,000 entries and 100 predictions.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import * as governance from '../dist/index.js';
import { openHouse, readFixture, registerExample } from './open-house.mjs';

const soak = process.argv.includes('--soak');
const ENTRIES = soak ? 1_000_000 : 50_000;
const PREDICTIONS = soak ? 1_000 : 100;
const PROOFS = 500;
const PAPER_ROWS = 10_000;
const MODEL = 'ridership-demand';
const EXAMPLE = 'ridership-demand-2.1.0-rc.1';

const results = [];
const report = (name, value, unit, ratio, note) =>
  results.push({
    suite: 'ledger',
    name,
    value,
    unit,
    ...(ratio !== undefined && { ratio }),
    ...(note && { note }),
  });
const quantile = (values, q) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))];
const seconds = async (work) => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1_000;
};
const count = (number) => number.toLocaleString('en');

const folder = mkdtempSync(join(tmpdir(), 'countersign-ledger-bench-'));
const command = fileURLToPath(new URL('../../../apps/cli/dist/main.js', import.meta.url));
const house = await openHouse();
try {
  const registered = await registerExample(house, EXAMPLE, MODEL, '2.1.0-rc.1');
  const predictions = await recordPredictions();
  await measurePaper();
  await fill();
  await measureExport();
  await measureProofs();
  await replayFromPack(predictions, registered);
} finally {
  await house.close();
  rmSync(folder, { recursive: true });
}
for (const { name, value, unit, ratio, note } of results)
  console.log(
    `${name}: ${value.toPrecision(4)} ${unit}${ratio === undefined ? '' : ` (× ${ratio.toPrecision(3)})`}${note ? `, ${note}` : ''}`,
  );
if (process.argv.includes('--json')) console.log(JSON.stringify(results));

async function recordPredictions() {
  const claims = readFixture(EXAMPLE, 'predictions.ndjson')
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  await governance.ingestPredictions(
    house.developer,
    (async function* () {
      for (let n = 0; n < PREDICTIONS; n += 1)
        yield JSON.stringify({ ...claims[n % claims.length], id: `bench-${n}`, businessReference: `b-${n}` });
    })(),
  );
  await governance.sealAll(house);
  const { rows } = await house.pool.query('SELECT id FROM prediction ORDER BY id');
  return rows.map(({ id }) => id);
}

/** Changes of a thousand entries each, eight at once: what the sequencer takes when it is never idle. */
async function fill() {
  const { rows } = await house.pool.query('SELECT id FROM model WHERE key = $1', [MODEL]);
  const modelId = rows[0].id;
  const each = 1_000;
  let left = Math.ceil(ENTRIES / each);
  const event = (n) => ({
    event: 'predictions.recorded',
    subject: { kind: 'model', id: modelId },
    modelId,
    data: { basis: 'claimed', count: n, first: modelId, last: modelId, digest: '5e'.repeat(32) },
  });
  const took = await seconds(async () => {
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        while (left > 0) {
          left -= 1;
          const events = Array.from({ length: each }, (_, n) => event(n + 1));
          await governance.change(house.system, async () => ({ result: null, events }), { waitMs: 0 });
        }
      }),
    );
    while ((await headSize()) < ENTRIES) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  report(
    `entries to their checkpoint, ${count(ENTRIES)} in changes of ${count(each)}`,
    ENTRIES / took,
    'entries/s',
  );
}

async function headSize() {
  return (await governance.latestCheckpoint(house)).size;
}

/** Every body once, in order, as plainly as the database gives them. */
async function readBodies(size) {
  const hash = createHash('sha256');
  for (let from = 0; from < size; from += 10_000) {
    const { rows } = await house.pool.query(
      'SELECT e.body FROM ledger_number n JOIN ledger_entry e ON e.id = n.entry_id WHERE n.number >= $1 AND n.number < $2 ORDER BY n.number',
      [from, from + 10_000],
    );
    for (const { body } of rows) hash.update(body);
  }
}

async function writePackTo(file, wish) {
  const out = createWriteStream(file);
  await governance.writePack(house.developer, wish, async (bytes) => {
    if (!out.write(bytes)) await once(out, 'drain');
  });
  out.end();
  await once(out, 'close');
}

/** Runs the command in a process of its own, and gives what it printed with its CPU seconds and peak memory in MB. */
function runCommand(...words) {
  const wrapped = `process.on('exit', () => console.log(JSON.stringify([process.cpuUsage(), process.resourceUsage().maxRSS]))); process.argv.splice(1, 0, 'main'); await import(${JSON.stringify(`file://${command}`)})`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', wrapped, ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ user, system }, rss] = JSON.parse(printed.trim().split('\n').at(-1));
  return { printed, cpu: (user + system) / 1e6, peak: rss / 1024 };
}

async function keyFile() {
  const file = join(folder, 'key');
  const keys = await governance.listLedgerKeys(house);
  writeFileSync(file, keys.map(({ verifier }) => `${verifier}\n`).join(''));
  return file;
}

async function measureExport() {
  const size = await headSize();
  const file = join(folder, 'pack.zip');
  const { rows } = await house.pool.query(
    'SELECT note, size FROM ledger_checkpoint ORDER BY size OFFSET 40 LIMIT 1',
  );
  const kept = join(folder, 'kept');
  writeFileSync(kept, rows[0].note);
  const plain = await seconds(() => readBodies(size));
  const exported = await seconds(() =>
    writePackTo(file, { entries: [[0, size - 1]], kept: [Number(rows[0].size)] }),
  );
  const from = process.cpuUsage();
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(piece);
  const used = process.cpuUsage(from);
  const hashed = (used.user + used.system) / 1e6;
  let verified;
  const wall = await seconds(async () => {
    verified = runCommand('verify', file, '--key', await keyFile(), '--checkpoint', kept);
  });
  if (!verified.printed.includes('Sound')) throw new Error(`not sound: ${verified.printed}`);
  const aim = (text) => (soak ? `aim ${text} for 1,000,000` : `aims are for 1,000,000: run with --soak`);
  const megabytes = Math.round(statSync(file).size / 1e6);
  report(
    `export of ${count(size)} entries from the database`,
    exported,
    's',
    exported / plain,
    `${megabytes} MB, ${aim('< 60 s')}; × reading the bodies alone`,
  );
  report(
    'countersign verify of it, CPU',
    verified.cpu,
    's',
    verified.cpu / hashed,
    `${aim('≤ 7 s')}; × SHA-256 of the file`,
  );
  report('countersign verify of it, wall', wall, 's');
  report('countersign verify of it, peak memory', verified.peak, 'MB');
  rmSync(file);
}

async function measureProofs() {
  const size = await headSize();
  const key = { number: 0 };
  const [row, proof, cold] = [[], [], []];
  for (let turn = 0; turn < PROOFS; turn += 1) {
    key.number = Math.floor((size * ((turn * 0.618_033_98) % 1)) % size);
    const timed = async (into, work) => into.push(1_000 * (await seconds(work)));
    await timed(row, () =>
      house.pool.query(
        'SELECT e.body FROM ledger_number n JOIN ledger_entry e ON e.id = n.entry_id WHERE n.number = $1',
        [key.number],
      ),
    );
    await timed(proof, () => governance.readProofFile(house.developer, key));
    await timed(cold, () => governance.proveEntry({ ...house, sequencer: { latest: null } }, key.number));
  }
  report(
    `one proof of ${count(size)} entries, median`,
    quantile(proof, 0.5),
    'ms',
    quantile(proof, 0.5) / quantile(row, 0.5),
    'aim < 20 ms; × reading the entry’s row',
  );
  report('one proof, p99', quantile(proof, 0.99), 'ms');
  report('one proof from tiles in the database alone, p99', quantile(cold, 0.99), 'ms');
}

async function replayFromPack(predictions) {
  const file = join(folder, 'predictions.zip');
  await writePackTo(file, { entries: [], predictions });
  let replayed;
  const wall = await seconds(async () => {
    replayed = runCommand('replay', '--pack', file, '--key', await keyFile());
  });
  const identical = replayed.printed.match(/^Identical /gm)?.length ?? 0;
  if (identical !== predictions.length)
    throw new Error(`${identical} of ${predictions.length} reproduced:\n${replayed.printed.slice(-2_000)}`);
  report('predictions reproduced to the bit from a pack alone', identical, `of ${predictions.length}`);
  report(
    'predictions reproduced from a pack alone',
    identical / wall,
    'predictions/s',
    undefined,
    'verifying the pack and starting the runtime included',
  );
}

/** A report of many entries on paper, beside as many pages of plain text by the same library, neither tagged nor in columns. */
async function measurePaper() {
  const name = readdirSync(new URL('../dist', import.meta.url)).find((file) =>
    /^report-pdf-.*\.js$/.test(file),
  );
  const { reportPdf } = await import(`../dist/${name}`);
  const today = new Date().toISOString().slice(0, 10);
  const { id } = await governance.requestReport(house.developer, {
    kind: 'record',
    models: [MODEL],
    period: { from: today, to: today, zone: 'UTC' },
  });
  await governance.drainJobs(house);
  const { open } = await governance.readReportFile(house.developer, { id, format: 'json' });
  const { rows, speaksOf: _, ...head } = JSON.parse((await buffer(open())).toString('utf8'));
  const entries = head.sections.find(({ key }) => key === 'entries');
  entries.count = PAPER_ROWS;
  async function* parts() {
    yield { part: 'head', head };
    for (const section of head.sections) {
      yield { part: 'section', section };
      const lines = rows[section.key] ?? [];
      const wanted = section === entries ? PAPER_ROWS : lines.length;
      for (let n = 0; n < wanted; n += 1) yield { part: 'line', section, line: lines[n % lines.length] };
    }
  }
  let bytes = Buffer.alloc(0);
  const draw = async () => {
    const pieces = [];
    for await (const piece of reportPdf(parts(), '0'.repeat(64))) pieces.push(piece);
    bytes = Buffer.concat(pieces);
  };
  await draw();
  const took = await seconds(draw);
  const pages = bytes.toString('latin1').match(/\/Type \/Page\b(?!s)/g).length;
  const plain = await seconds(async () => {
    const doc = new PDFDocument({ size: 'A4' });
    const drained = buffer(doc);
    for (let page = 0; page < pages; page += 1) {
      if (page > 0) doc.addPage();
      for (let line = 0; line < 40; line += 1)
        doc.text(`Line ${line} of page ${page}: a change of the ledger in words`, 72, 72 + line * 16, {
          lineBreak: false,
        });
    }
    doc.end();
    await drained;
  });
  report(
    'report on paper, tagged',
    pages / took,
    'pages/s',
    plain / took,
    `${pages} pages, aim ≥ 100; × plain pages of the same library`,
  );
}
