// Search over 1,000,000 documents on the built portal, asked by REST: common, rare and several words, phrases, beginnings, facets, further pages.
// node bench/search.bench.mjs --large [--json] [--scale 0.1]   (build the packages first)
import { createDatabase, migrate, startEmbeddedPostgres } from '@countersign/database';
import { quantile } from './load.mjs';
import { send, startPortal, temporaryFolder } from './portal-process.mjs';

const given = (name) => process.argv[process.argv.indexOf(name) + 1];
const scale = process.argv.includes('--scale') ? Number(given('--scale')) : 1;
const documents = Math.round(1_000_000 * scale);
const models = 1_000;
const turns = 25;
const atOnce = 50_000;
const log = (text) => console.error(`  ${text}`);

/** Sentences whose words are as unevenly common as people's are: the first are in most documents, the last in few. */
const sentencesSql = `
CREATE TEMP TABLE sentence AS SELECT s AS id, (SELECT string_agg('w' || floor(20000 * power(random(), 4))::int, ' ') FROM generate_series(1, 10 + s * 0) g) AS text
FROM generate_series(0, 19999) s`;
/** Later documents have later moments, as the index follows the ledger. */
const documentsSql = `
INSERT INTO search_document (source, place, kind, model_id, title, body, tags, stage, tier, at)
SELECT 'bench:' || gen_random_uuid(), '', (ARRAY['notebook', 'notebook', 'notebook', 'notebook', 'run', 'run', 'discussion', 'notes', 'version', 'dataset'])[1 + n % 10],
  m.id, 'thing ' || n || ' w' || (n % 5000), concat_ws('. ', a.text, b.text, c.text), ARRAY['team: ' || n % 12],
  CASE WHEN n % 10 IN (7, 8) THEN 'registered' END, 'low', timestamptz '2026-01-01' - (${documents} - n) * interval '1 minute'
FROM generate_series($1::int, $2::int) n
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS at FROM model WHERE key LIKE 'bench-%') m ON m.at = n % ${models}
JOIN sentence a ON a.id = (n::bigint * 7919) % 20000 JOIN sentence b ON b.id = (n::bigint * 104729 + 7) % 20000 JOIN sentence c ON c.id = (n::bigint * 1299709 + 13) % 20000`;

async function load(url) {
  const database = createDatabase(url, { statementTimeout: 0 });
  const client = await database.pool.connect();
  await client.query(
    `INSERT INTO model (id, key, name, purpose, tier, policy_key, created_at)
     SELECT gen_random_uuid(), 'bench-' || n, 'Bench ' || n, 'a benchmark', 'low', 'built-in-low', timestamptz '2026-01-01' FROM generate_series(1, ${models}) n`,
  );
  await client.query("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'");
  await client.query(sentencesSql);
  // Made after the rows, which is faster, and the same in the end.
  await client.query('DROP INDEX search_document_words, search_document_title_words');
  for (let from = 1; from <= documents; from += atOnce) {
    await client.query(documentsSql, [from, Math.min(documents, from + atOnce - 1)]);
    log(`${Math.min(documents, from + atOnce - 1)} documents`);
  }
  await client.query('CREATE INDEX search_document_words ON search_document USING gin (words, facets)');
  await client.query(
    'CREATE INDEX search_document_title_words ON search_document USING gin (title_words, facets)',
  );
  await client.query('VACUUM ANALYZE search_document');
  const { rows } = await client.query(
    "SELECT pg_size_pretty(pg_total_relation_size('search_document')) AS size, (SELECT count(*) FROM search_document) AS documents",
  );
  log(`${rows[0].documents} documents in ${rows[0].size}`);
  client.release();
  await database.close();
}

const questions = {
  'a word of most documents': 'q=w0',
  'a common word': 'q=w40',
  'a word of some': 'q=w2000',
  'a rare word': 'q=w19950',
  'a word of one document': `q=${Math.round(documents / 2)}`,
  'two common words': 'q=w3+w17',
  'a common and a rare word': 'q=w1+w19000',
  'words together': 'q=%22w0+w1%22',
  'a beginning of many words': 'q=w1',
  'one word or another': 'q=w12+or+w4000',
  'a word and none of another': 'q=w5+-w0',
  'a common word in a kind': 'q=w2&kinds=dataset',
  'a common word of one model': 'q=w2&models=bench-77',
  'a common word, three facets': 'q=w2&kinds=run&tags=team%3A+3&since=year',
  'a word that nobody wrote': 'q=xylophone',
};

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
      await load(server.ownerUrl);
      const ask = async (query) => {
        const began = performance.now();
        const { value } = await send(`${portal.url}/api/v1/search?${query}`, {
          headers: { authorization: `Bearer ${portal.tokens.compliance}` },
        });
        return { ms: performance.now() - began, value };
      };
      const { value: first } = await ask('q=w2');
      const asked = { ...questions, 'a further page': `q=w2&after=${first.next}` };
      const times = new Map(Object.keys(asked).map((name) => [name, []]));
      for (let turn = -2; turn < turns; turn += 1)
        for (const [name, query] of Object.entries(asked)) {
          const { ms, value } = await ask(query);
          if (turn >= 0) times.get(name).push(ms);
          else if (turn === -1) log(`${name}: ${value.total.count}${value.total.more ? ' of more' : ''}`);
        }
      const all = [...times.values()].flat();
      const figure = (name, of) => [
        { name: `${name}, p50`, value: quantile(of, 0.5), unit: 'ms' },
        { name: `${name}, p95`, value: quantile(of, 0.95), unit: 'ms', note: 'aim 100 ms' },
      ];
      return [
        ...[...times].flatMap(([name, of]) => figure(name, of)),
        ...figure(`all of them over ${documents} documents`, all),
      ];
    } finally {
      await portal.stop();
    }
  } finally {
    await server.stop();
  }
}

const figures = process.argv.includes('--large')
  ? await measure()
  : [{ name: 'search over 1,000,000 documents', value: null, note: 'not run: npm run bench -- --large' }];
for (const { name, value } of figures) if (value !== null) console.log(`${name}: ${value.toFixed(1)} ms`);
if (process.argv.includes('--json'))
  console.log(JSON.stringify(figures.map((one) => ({ suite: 'search', ...one }))));
