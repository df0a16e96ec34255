// Lighthouse on the built portal: performance and accessibility of the pages that people meet first.
// node bench/lighthouse.bench.mjs [--json]   (build the packages first)
// Lighthouse is a large tree that nothing else here needs: npm fetches this one version for the run and keeps it in its own
// cache. Where it cannot be fetched, or no browser is found, the figures are reported as not run.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBrowser } from '@countersign/tooling/find-browser';
import { signIn, startPortal, temporaryFolder } from './portal-process.mjs';

const lighthouse = 'lighthouse@12.8.2';
const run = promisify(execFile);
const password = 'countersign-example';
/** `desktop`: a desk's window and connection; `mobile`: a slow phone on a slow network, simulated, which is the default there. */
const forms = { desktop: ['--preset=desktop'], mobile: [] };

async function pagesOf(portal) {
  const reviewer = await signIn(portal, 'reviewer@example.com', password);
  const compliance = await signIn(portal, 'compliance@example.com', password);
  const { items } = await reviewer.read('inbox.list', { limit: 1 });
  const [{ requestId, model, version }] = items;
  const waiting = `/m/${model.key}/v/${version.label}`;
  return [
    ['sign-in', '/sign-in', null],
    ['home', '/', reviewer],
    ['version', waiting, reviewer],
    ['review', `${waiting}/review?request=${requestId}`, reviewer],
    ['predictions', '/predictions', compliance],
  ];
}

/** One audit, in a browser and a process of its own. Gives scores of 0 to 100 and the largest paint in ms. */
async function audit(url, { cookie, browser, folder, form, name }) {
  const output = join(folder, `lighthouse-${name}-${form}.json`);
  const flags = [
    ...['--quiet', '--output=json', `--output-path=${output}`, '--only-categories=performance,accessibility'],
    ...[`--chrome-flags=${browser.args.join(' ')}`, ...forms[form]],
    ...(cookie ? [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`] : []),
  ];
  await run('npx', ['--yes', lighthouse, url, ...flags], {
    env: { ...process.env, ...browser.env, CHROME_PATH: browser.path },
    timeout: 180_000,
  });
  const { categories, audits, finalDisplayedUrl } = JSON.parse(readFileSync(output, 'utf8'));
  // A page that sent us elsewhere is another page, however fast.
  if (new URL(finalDisplayedUrl).pathname !== new URL(url).pathname)
    throw new Error(`${url} ended at ${finalDisplayedUrl}`);
  const failing = Object.values(audits).filter(
    ({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score === 0,
  );
  return {
    performance: categories.performance.score * 100,
    accessibility: categories.accessibility.score * 100,
    largestPaint: audits['largest-contentful-paint'].numericValue,
    failing: failing.map(({ id }) => id),
  };
}

async function measure() {
  const browser = await findBrowser((text) => console.error(text));
  await run('npx', ['--yes', lighthouse, '--version'], { timeout: 300_000 });
  const folder = temporaryFolder();
  const portal = await startPortal({ folder });
  const figures = [];
  try {
    for (const [name, path, person] of await pagesOf(portal)) {
      for (const form of Object.keys(forms)) {
        const found = await audit(`${portal.url}${path}`, {
          cookie: person?.cookie,
          browser,
          folder,
          form,
          name,
        });
        const note = found.failing.length > 0 ? `; fails: ${found.failing.join(', ')}` : '';
        figures.push(
          { name: `${name}, ${form}, performance`, value: found.performance, unit: 'of 100', note: 'aim 95' },
          {
            name: `${name}, ${form}, accessibility`,
            value: found.accessibility,
            unit: 'of 100',
            note: `aim 100${note}`,
          },
          { name: `${name}, ${form}, largest paint`, value: found.largestPaint, unit: 'ms' },
        );
        console.error(`  ${name}, ${form}: ${found.performance} and ${found.accessibility}${note}`);
      }
    }
  } finally {
    await portal.stop();
  }
  return figures;
}

const notRun = (why) => [{ name: 'performance and accessibility', value: null, note: `not run: ${why}` }];
const isAbsent = (error) =>
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|E404|npm (?:error|ERR!) (?:code|network)/.test(
    `${error.stderr ?? ''}${error.message}`,
  );
const figures = await measure().catch((error) => {
  if (isAbsent(error)) return notRun(`npm cannot fetch ${lighthouse} here`);
  if (/browser/i.test(error.message)) return notRun(error.message.split('\n')[0]);
  throw error;
});
for (const { name, value, unit, note } of figures)
  console.log(`${name}: ${value === null ? note : `${Math.round(value)} ${unit}`}`);
if (process.argv.includes('--json'))
  console.log(JSON.stringify(figures.map((figure) => ({ suite: 'lighthouse', ...figure }))));
