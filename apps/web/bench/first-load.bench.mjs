// What a browser has to receive before the first page shows: node bench/first-load.bench.mjs [--json] (build first)
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
/** Aim of the design, in kB of gzip, and what a popular portal of the field sends (Unleash). */
const aim = 220;
const elsewhere = 1_095;

const sizeOf = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1_000;
const linked = (text) =>
  [...text.matchAll(/(?:src|href)="\.?\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file);
const imports = (file) =>
  [...readFileSync(join(dist, file), 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)].map(
    ([, name]) => `assets/${name}`,
  );

/** A chunk with everything that it imports statically. */
function closure(files) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    found.add(file);
    if (file.endsWith('.js')) imports(file).forEach(visit);
  };
  files.forEach(visit);
  return found;
}

const total = (files) => [...files].reduce((sum, file) => sum + sizeOf(file), 0);
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const shell = closure(linked(html));
const assets = readdirSync(join(dist, 'assets'));
const pages = {
  home: /^home-page-.*\.js$/,
  'sign-in': /^sign-in-page-.*\.js$/,
  version: /^version-page-.*\.js$/,
  review: /^review-page-.*\.js$/,
};
const results = [];
const say = (name, value, note) =>
  results.push({
    suite: 'first-load',
    name,
    value,
    unit: 'kB gzip',
    ratio: value / aim,
    ...(note ? { note } : {}),
  });
say('frame: HTML, scripts, styles', sizeOf('index.html') + total(shell));
for (const [name, pattern] of Object.entries(pages)) {
  const chunk = assets.find((file) => pattern.test(file));
  if (chunk)
    say(
      `${name} page with the frame`,
      sizeOf('index.html') + total(closure([...shell, `assets/${chunk}`])),
      `aim ${aim}; elsewhere ${elsewhere}`,
    );
}
// The typeface of formulas comes with the first formula.
const fonts = assets.filter(
  (file) => /ibm-plex-.*latin-(400|600)-normal.*\.woff2$/.test(file) && !/ext/.test(file),
);
say(
  'fonts, Latin, already compressed',
  fonts.reduce((sum, file) => sum + readFileSync(join(dist, 'assets', file)).length / 1_000, 0),
);
for (const { name, value, ratio } of results)
  console.log(`${name.padEnd(36)} ${value.toFixed(1)} kB  × ${ratio.toFixed(2)} of the aim`);
if (process.argv.includes('--json')) console.log(JSON.stringify(results));
