// A notebook of 2,000 cells on the built portal: from its address to the first paint of a cell, and to its last cell by search.
// node bench/notebook.bench.mjs [--json]   (build the packages first)
import { startPortal } from '@countersign/tooling/start-portal';
import { asker, figuresOf, readInBrowser, sha256 } from './portal.mjs';

const cells = 2_000;
const turns = 7;
const model = 'notebook-bench';
const version = '1.0.0';
const code = (at) =>
  `# step ${at}\nframe_${at} = frame.assign(ratio=frame["debt"] / frame["income"]).query("ratio < ${at}")\nframe_${at}.describe()`;
const table = (at) => `       ratio\ncount  ${at}\n${'mean   0.318  0.291  0.274  0.262\n'.repeat(8)}`;

/** A chapter of nine cells of code with their output after each of prose. */
const notebook = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { language_info: { name: 'python' } },
  cells: Array.from({ length: cells }, (_, at) =>
    at % 10 === 0
      ? {
          id: `c${at}`,
          cell_type: 'markdown',
          metadata: {},
          source: `## Chapter ${at / 10}\n\nWhat is *asked* of the ${cells} cells, with $x_{${at}}^2$.`,
        }
      : {
          id: `c${at}`,
          cell_type: 'code',
          metadata: {},
          execution_count: at,
          source: code(at),
          outputs: [
            {
              output_type: 'execute_result',
              execution_count: at,
              metadata: {},
              data: { 'text/plain': table(at) },
            },
          ],
        },
  ),
});

async function load(ask) {
  await ask('owner', 'POST', '/models', {
    key: model,
    name: 'Notebook',
    purpose: 'a benchmark',
    tier: 'low',
  });
  await ask('developer', 'PUT', `/uploads/${sha256(notebook)}`, undefined, notebook);
  await ask('developer', 'POST', `/models/${model}/versions`, {
    model,
    version,
    description: '',
    authors: [],
    files: [
      { path: 'long.ipynb', kind: 'notebook', sha256: sha256(notebook), size: Buffer.byteLength(notebook) },
    ],
    parameters: {},
    metrics: [],
    datasets: [],
    buildEnvironment: {},
    releaseNotes: '',
  });
}

const pageTimes = (portal) =>
  readInBrowser(portal, async (page) => {
    const first = [];
    const last = [];
    for (let turn = 0; turn < turns; turn += 1) {
      await page.goto('about:blank');
      const start = performance.now();
      await page.goto(`/m/${model}/v/${version}?tab=notebooks`);
      await page.getByRole('heading', { name: 'Chapter 0', exact: true }).waitFor();
      first.push(performance.now() - start);
      const asked = performance.now();
      await page.getByRole('link', { name: `Chapter ${cells / 10 - 1}`, exact: true }).click();
      await page.getByRole('heading', { name: `Chapter ${cells / 10 - 1}`, exact: true }).waitFor();
      last.push(performance.now() - asked);
    }
    return { first, last };
  });

async function measure() {
  const portal = await startPortal();
  try {
    await load(asker(portal));
    const { first, last } = await pageTimes(portal);
    const size = `${(Buffer.byteLength(notebook) / 1_000).toFixed(0)} kB`;
    return [
      ...figuresOf(`notebook of ${cells} cells, to its first cell`, first, `from the address, ${size}`),
      ...figuresOf(`notebook of ${cells} cells, to its last chapter`, last, 'by its outline'),
    ];
  } finally {
    await portal.stop();
  }
}

const results = (await measure()).map((figure) => ({ suite: 'notebook', ...figure }));
for (const { name, value, unit } of results) console.log(`${name}: ${value.toFixed(0)} ${unit}`);
if (process.argv.includes('--json')) console.log(JSON.stringify(results));
