// Models, versions and predictions by the hundred thousand, straight into a database of its own: rows that every list can
// show, marked as load data by their keys, names and texts. Not for an installation that anybody uses: nothing here was signed.
import { createDatabase } from '@countersign/database';

/** Of every model; the first one is busy and has more. */
const versionsPerModel = 10;
const versionsOfBusy = 1_000;
export const busy = 'load-00001';
/** Every fifth prediction names whom it is about, out of this many. */
const subjects = 50_000;
export const subjectName = (number) => `load-subject-${number}`;
export const businessName = (number) => `load-case-${number}`;

const template = `(SELECT v.* FROM version v JOIN model m ON m.id = v.model_id WHERE m.key = 'credit-risk' AND v.label = '1.1.0')`;

/**
 * Adds models `from` to `to` (by number, 1 at least), with their versions, and predictions until there are `predictions`.
 * `keyedHash` is the installation's, so that references can be found.
 */
export async function loadLarge(ownerUrl, { from, to, predictions, keyedHash, log }) {
  const database = createDatabase(ownerUrl, { poolSize: 1 });
  const client = await database.pool.connect();
  const step = async (name, sql, values = []) => {
    const begin = performance.now();
    const { rowCount } = await client.query(sql, values);
    log(`${name}: ${rowCount ?? 0} rows, ${((performance.now() - begin) / 1_000).toFixed(1)} s`);
  };
  try {
    await client.query("SET statement_timeout = 0; SET synchronous_commit = off; SET work_mem = '64MB'");
    await step('models', modelsSql, [from, to]);
    await step('versions', versionsSql, [from, to, versionsPerModel, from === 1 ? versionsOfBusy : 0]);
    await step('revisions', revisionsSql);
    await step('requests', requestsSql);
    await step('deployments', deploymentsSql);
    await step('entries', entriesSql);
    await client.query("SELECT ensure_prediction_partitions((now() - interval '90 days')::date, 4)");
    await loadReferences(client, keyedHash);
    await step('scoring runs', runsSql);
    const { rows } = await client.query(
      "SELECT count(*)::int AS n FROM prediction WHERE caller_id LIKE 'load-%'",
    );
    for (let next = rows[0].n; next < predictions; next += 100_000)
      await step('predictions', predictionsSql, [next, Math.min(next + 100_000, predictions) - 1]);
    await step(
      'caller ids',
      `INSERT INTO caller_id SELECT model_id, caller_id, id, 'load' FROM prediction WHERE caller_id LIKE 'load-%' ON CONFLICT DO NOTHING`,
    );
    await client.query('VACUUM ANALYZE');
    await untilNumbered(client);
  } finally {
    client.release();
    await database.close();
  }
}

/** The sequencer numbers what was loaded like any other entry. */
async function untilNumbered(client) {
  for (;;) {
    const { rows } = await client.query(
      'SELECT NOT EXISTS (SELECT FROM ledger_entry e WHERE e.id > (SELECT coalesce(max(entry_id), 0) FROM ledger_number)) AS done',
    );
    if (rows[0].done) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function loadReferences(client, keyedHash) {
  const { rows } = await client.query('SELECT id FROM model WHERE key = $1', [busy]);
  const numbers = Array.from({ length: subjects }, (_, number) => number);
  const hashes = (nameOf, purpose) =>
    numbers.map((number) => keyedHash(nameOf(number), purpose).toString('hex'));
  await client.query(
    'CREATE TEMP TABLE IF NOT EXISTS load_reference (n int PRIMARY KEY, subject bytea, business bytea)',
  );
  await client.query(
    `INSERT INTO load_reference SELECT n, decode(s, 'hex'), decode(b, 'hex') FROM unnest($1::int[], $2::text[], $3::text[]) AS r (n, s, b)
     ON CONFLICT DO NOTHING`,
    [numbers, hashes(subjectName, 'subject'), hashes(businessName, `business-reference/${rows[0].id}`)],
  );
}

const modelsSql = `
INSERT INTO model (id, key, name, purpose, tier, policy_key, owner_id, next_number, created_at)
SELECT uuidv7(), 'load-' || lpad(n::text, 5, '0'), 'Load model ' || n, 'Load data of a benchmark, ' || (ARRAY['credit', 'pricing', 'demand', 'fraud'])[n % 4 + 1],
  'low', 'built-in-low', (SELECT id FROM person WHERE email = 'owner@example.com'), 1, now()
FROM generate_series($1::int, $2::int) n ON CONFLICT (key) DO NOTHING`;

/** The newest waits for review in every tenth model, the one before serves, older ones are done. */
const versionsSql = `
WITH t AS MATERIALIZED (SELECT to_jsonb(x) - 'schema' AS form, x.schema FROM ${template} x)
INSERT INTO version
SELECT made.* FROM t,
  (SELECT id, CASE WHEN key = '${busy}' THEN greatest($3::int, $4::int) ELSE $3 END AS most FROM model
   WHERE key BETWEEN 'load-' || lpad($1::text, 5, '0') AND 'load-' || lpad($2::text, 5, '0')) m, generate_series(1, m.most) n,
  jsonb_populate_record(NULL::version, t.form || jsonb_build_object('id', uuidv7(), 'model_id', m.id, 'number', n, 'label', n || '.0.0',
    'description', 'Load data', 'stage', CASE WHEN n = m.most THEN 'registered' WHEN n = m.most - 1 THEN 'deployed' ELSE 'deprecated' END,
    'earned', CASE WHEN n = m.most THEN 'registered' ELSE 'approved' END, 'standing', 'usable', 'step', 1, 'revision', 1,
    'created_at', now() - (m.most - n) * interval '3 days', 'approval_ends_at', NULL, 're_review_by', NULL)) made
ON CONFLICT DO NOTHING`;

const loaded = (rest) => `FROM version v JOIN model m ON m.id = v.model_id AND m.key LIKE 'load-%' ${rest}`;

/** The first revision of the template, whose dossier is a real one. */
const revisionsSql = `
WITH t AS MATERIALIZED (SELECT to_jsonb(r) AS form FROM revision r JOIN ${template} x ON x.id = r.version_id WHERE r.revision = 1)
INSERT INTO revision
SELECT made.* FROM t CROSS JOIN (SELECT v.id, v.created_at ${loaded('')}) v,
  jsonb_populate_record(NULL::revision, t.form || jsonb_build_object('version_id', v.id, 'release_notes', 'Load data', 'at', v.created_at)) made
ON CONFLICT DO NOTHING`;

const requestsSql = `
INSERT INTO request (id, version_id, gate, revision, substance, policy_key, policy_number, comment, person_id, opened_at, state)
SELECT uuidv7(), v.id, 'review', 1, v.substance, m.policy_key, 1, 'Load data', m.owner_id, now(), 'open'
${loaded("WHERE v.stage = 'registered' AND right(m.key, 1) = '1' AND NOT EXISTS (SELECT FROM request r WHERE r.version_id = v.id)")}`;

const deploymentsSql = `
INSERT INTO deployment (id, model_id, version_id, environment_id, role, state, person_id, started_at, was_champion)
SELECT uuidv7(), m.id, v.id, e.id, 'champion', 'serving', m.owner_id, v.created_at, true
${loaded("JOIN environment e ON e.key = 'production' WHERE v.stage = 'deployed' AND NOT EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id)")}`;

/** One for each version, in the form and with the leaf that the ledger gives its entries. */
const entriesSql = `
INSERT INTO ledger_entry (event, at, actor_kind, actor_id, subject_kind, subject_id, model_id, version_id, step, body, leaf)
SELECT 'version.registered', at, 'person', actor, 'version', id::text, model_id, id, 1, body, sha256('\\x00'::bytea || convert_to(body, 'UTF8'))
FROM (SELECT v.id, v.model_id, m.owner_id::text AS actor, v.created_at AS at,
    format('{"actor":{"id":"%s","kind":"person"},"at":"%s","data":{"load":true},"digests":{},"event":"version.registered","step":1,"subject":{"id":"%s","kind":"version"},"v":1}',
      m.owner_id, to_char(v.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), v.id) AS body
  ${loaded('WHERE NOT EXISTS (SELECT FROM ledger_entry l WHERE l.version_id = v.id) ORDER BY v.created_at, v.id')}) made`;

/** A run for each version that serves, with tensors that were really scored once. */
const runsSql = `
WITH t AS MATERIALIZED (
  SELECT to_jsonb(r) AS form FROM scoring_run r JOIN ${template} x ON x.id = r.version_id WHERE r.rows = 1 ORDER BY r.id LIMIT 1)
INSERT INTO scoring_run
SELECT made.* FROM t CROSS JOIN (SELECT v.id ${loaded('')}
    WHERE (v.stage = 'deployed' OR m.key = '${busy}') AND NOT EXISTS (SELECT FROM scoring_run r WHERE r.version_id = v.id)) v,
  jsonb_populate_record(NULL::scoring_run, t.form || jsonb_build_object('id', uuidv7(), 'version_id', v.id)) made`;

/** Three of ten go to the busy model. Times lie in the last 90 days, ids by the time of recording. */
const predictionsSql = `
WITH runs AS MATERIALIZED (
  SELECT r.id AS run_id, v.id AS version_id, v.model_id, m.key, row_number() OVER (PARTITION BY m.key = '${busy}' ORDER BY r.id) - 1 AS place
  FROM scoring_run r JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id WHERE m.key LIKE 'load-%'),
sizes AS (SELECT count(*) FILTER (WHERE key = '${busy}') AS busy, count(*) FILTER (WHERE key <> '${busy}') AS others FROM runs),
picked AS (
  SELECT n, n % 10 < 3 AS is_busy, CASE WHEN n % 10 < 3 THEN n % s.busy ELSE n % s.others END AS place,
    date_trunc('milliseconds', now()) - (n * 7.776 || ' seconds')::interval AS at
  FROM generate_series($1::bigint, $2::bigint) n, sizes s)
INSERT INTO prediction (id, run_id, row, model_id, version_id, basis, mode, consumer, caller_id, decision, business_hash, subject_hash, answered_at, recorded_at)
SELECT uuidv7(p.at - clock_timestamp()), r.run_id, 0, r.model_id, r.version_id, 'claimed', 'production', 'load-consumer-' || p.n % 200, 'load-' || p.n,
  jsonb_build_object('output', 'probabilities.bad', 'op', '>=', 'value', 0.4, 'observed', 0.25, 'outcome', CASE WHEN p.n % 7 = 0 THEN 'refuse' ELSE 'grant' END),
  CASE WHEN p.is_busy THEN f.business END, CASE WHEN p.n % 5 = 0 THEN f.subject END, p.at, p.at
FROM picked p JOIN runs r ON (r.key = '${busy}') = p.is_busy AND r.place = p.place JOIN load_reference f ON f.n = p.n % ${subjects}`;
