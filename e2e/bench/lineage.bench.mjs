// A graph of 5,000 nodes on the built portal: read by REST, and from its address to drawn and walked by a key in a browser.
// node bench/lineage.bench.mjs [--json]   (build the packages first)
// One consumer uses 199 versions; each was trained on 24 data of its own, the first on 48, and on those of the version before it.
import { startPortal } from '@countersign/tooling/start-portal';
import { asker, figuresOf, readInBrowser, sha256 } from './portal.mjs';

const versions = 199;
const dataOfEach = 24;
const nodes = 1 + versions + (versions + 1) * dataOfEach;
const turns = 7;
const model = 'lineage-bench';
const consumer = 'lineage-reader';

async function load(ask) {
  await ask('owner', 'POST', '/models', { key: model, name: 'Lineage', purpose: 'a benchmark', tier: 'low' });
  const bytes = 'one line\n';
  await ask('developer', 'PUT', `/uploads/${sha256(bytes)}`, undefined, bytes);
  const dataOf = (version) =>
    Array.from({ length: version === 1 ? 2 * dataOfEach : dataOfEach }, (_, at) => ({
      name: `data ${version}.${at}`,
      kind: 'uri',
      uri: `https://data.example.com/${version}/${at}.parquet`,
      digest: sha256(`${version}.${at}`),
    }));
  for (let version = 1; version <= versions; version += 1)
    await ask('developer', 'POST', `/models/${model}/versions`, {
      model,
      version: `${version}.0.0`,
      description: '',
      authors: [],
      files: [{ path: 'model.txt', kind: 'documentation', sha256: sha256(bytes), size: bytes.length }],
      parameters: {},
      metrics: [],
      datasets: [...dataOf(version), ...(version > 1 ? dataOf(version - 1) : [])],
      buildEnvironment: {},
      releaseNotes: '',
    });
  await ask('consumer', 'PUT', '/consumers', {
    consumer,
    name: 'Reader',
    purpose: 'a benchmark',
    uses: [{ model, kind: 'batch' }],
  });
}

async function readTimes(ask, path, check) {
  const times = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const start = performance.now();
    check(await ask('compliance', 'GET', path));
    times.push(performance.now() - start);
  }
  return times;
}

/** From the address to drawn, and from an arrow key to the node that it leads to being announced. */
const pageTimes = (portal) =>
  readInBrowser(portal, async (page) => {
    const drawn = [];
    const walked = [];
    for (let turn = 0; turn < turns; turn += 1) {
      await page.goto('about:blank');
      const start = performance.now();
      await page.goto(`/lineage/consumer/${consumer}`);
      await page.locator(`canvas[data-drawn="${nodes}"]`).waitFor();
      drawn.push(performance.now() - start);
      const graph = page.getByRole('application', { name: 'Graph' });
      await graph.focus();
      // The first key says where one is.
      await page.keyboard.press('ArrowLeft');
      await page.getByText('Consumer Reader.').waitFor({ state: 'attached' });
      const pressed = performance.now();
      await page.keyboard.press('ArrowLeft');
      await page.getByText(`Version ${model}`).waitFor({ state: 'attached' });
      walked.push(performance.now() - pressed);
    }
    return { drawn, walked };
  });

async function measure() {
  const portal = await startPortal();
  try {
    const ask = asker(portal);
    await load(ask);
    const whole = (graph) => {
      if (graph.nodes.length !== nodes) throw new Error(`${graph.nodes.length} nodes instead of ${nodes}`);
    };
    const path = `/lineage?around=consumer:${consumer}&depth=8&limit=200`;
    const now = await readTimes(ask, path, whole);
    const past = await readTimes(ask, `${path}&asOf=${new Date().toISOString()}`, whole);
    const reach = await readTimes(ask, `/lineage/reach?node=dataset:${sha256('1.0')}`, ({ versions: of }) => {
      if (of !== 2) throw new Error(`${of} versions instead of 2`);
    });
    const { drawn, walked } = await pageTimes(portal);
    return [
      ...figuresOf(`graph of ${nodes} nodes, read`, now),
      ...figuresOf(`graph of ${nodes} nodes, read as of a moment`, past),
      ...figuresOf('how far data reach', reach),
      ...figuresOf(`graph of ${nodes} nodes, to interactive`, drawn, 'from the address, in a browser'),
      ...figuresOf(`graph of ${nodes} nodes, an arrow key`, walked, 'until it is announced'),
    ];
  } finally {
    await portal.stop();
  }
}

const results = (await measure()).map((figure) => ({ suite: 'lineage', ...figure }));
for (const { name, value, unit } of results) console.log(`${name}: ${value.toFixed(0)} ${unit}`);
if (process.argv.includes('--json')) console.log(JSON.stringify(results));
