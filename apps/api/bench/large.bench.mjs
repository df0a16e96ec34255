// Lists at 10,000 models, 100,000 versions and 1,000,000 predictions, as ratios to 100, 1,000 and 10,000 in the same run.
// node bench/large.bench.mjs --large [--json] [--scale 0.1]   (build the packages first)
import { join } from 'node:path';
import { migrate, startEmbeddedPostgres } from '@countersign/database';
import { openInstallationKey } from '@countersign/governance';
import { measureLists } from './large-lists.mjs';
import { loadLarge } from './large-load.mjs';
import { startPortal, temporaryFolder } from './portal-process.mjs';

const given = (name) => process.argv[process.argv.indexOf(name) + 1];
const scale = process.argv.includes('--scale') ? Number(given('--scale')) : 1;
const turns = process.argv.includes('--soak') ? 200 : 40;
const large = { models: Math.round(10_000 * scale), predictions: Math.round(1_000_000 * scale) };
const small = { models: 100, predictions: 10_000 };
const log = (text) => console.error(`  ${text}`);

async function measure() {
  const folder = temporaryFolder();
  const server = await startEmbeddedPostgres({ dataDirectory: folder });
  try {
    await migrate(server.ownerUrl);
    const portal = await startPortal({
      folder,
      settings: {
        DATABASE_URL: server.url,
        DATABASE_OWNER_URL: server.ownerUrl,
        COUNTERSIGN_EXAMPLES: 'allow',
      },
    });
    try {
      const { keyedHash } = await openInstallationKey(join(folder, 'installation.key'));
      await loadLarge(server.ownerUrl, {
        from: 1,
        to: small.models,
        predictions: small.predictions,
        keyedHash,
        log,
      });
      const before = await measureLists(portal, turns);
      await loadLarge(server.ownerUrl, {
        from: small.models + 1,
        to: large.models,
        predictions: large.predictions,
        keyedHash,
        log,
      });
      const after = await measureLists(portal, turns);
      return [...after].flatMap(([name, { p50, p95 }]) => [
        { name: `${name}, p50`, value: p50, unit: 'ms', ratio: p50 / before.get(name).p50 },
        {
          name: `${name}, p95`,
          value: p95,
          unit: 'ms',
          ratio: p95 / before.get(name).p95,
          note: 'aim 30 ms',
        },
      ]);
    } finally {
      await portal.stop();
    }
  } finally {
    await server.stop();
  }
}

const figures = process.argv.includes('--large')
  ? await measure()
  : [
      {
        name: 'lists at 10,000 models, 100,000 versions, 1,000,000 predictions',
        value: null,
        note: 'not run: npm run bench -- --large',
      },
    ];
for (const { name, value, ratio } of figures)
  if (value !== null) console.log(`${name}: ${value.toFixed(1)} ms (× ${ratio.toFixed(2)})`);
if (process.argv.includes('--json'))
  console.log(JSON.stringify(figures.map((figure) => ({ suite: 'large', ...figure }))));
