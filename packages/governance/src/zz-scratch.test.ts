import { it } from 'vitest';
import { openScene } from '../test/signing-scene.ts';
import { listInbox } from './sign-off/list-inbox.ts';
import { readHome } from './home/read-home.ts';
import { listModels } from './model/list-models.ts';
import { listVersions } from './model/list-versions.ts';
import { readVersion } from './version/read-version.ts';
import { listEntries } from './ledger/list-entries.ts';
import { listDeployments } from './deployment/list-deployments.ts';
import { readBoards } from './deployment/read-boards.ts';
it('times', async () => {
  const scene = await openScene('high');
  const reviewer = await scene.signer('R', 'reviewer');
  const p = scene.house.pool;
  await p.query(`INSERT INTO version (id, model_id, number, label, stage, earned, substance, presentation, manifest_digest, description, rules, registrant_id, created_at)
   SELECT gen_random_uuid(), model_id, 1000 + n, 'bulk-' || n, 'registered','registered', substance, presentation, manifest_digest, '', '{}', registrant_id, created_at FROM version, generate_series(1, 5000) n WHERE id = $1`, [scene.versionId]);
  await p.query(`INSERT INTO request (id, version_id, gate, revision, substance, policy_key, policy_number, comment, person_id, opened_at, due_at, state)
   SELECT gen_random_uuid(), v.id, 'review', 1, v.substance, 'built-in-high', 1, '', v.registrant_id, v.created_at + v.number * interval '1 second', v.created_at + v.number * interval '1 minute', 'open' FROM version v WHERE v.label LIKE 'bulk-%'`);
  await p.query(`INSERT INTO model (id, key, name, purpose, tier, policy_key, created_at) SELECT gen_random_uuid(), 'bulk-' || n, 'Bulk ' || n, 'p', 'low', 'built-in-low', now() FROM generate_series(1, 5000) n`);
  await p.query(`INSERT INTO ledger_entry (event, at, actor_kind, actor_id, subject_kind, subject_id, model_id, version_id, step, body, leaf)
   SELECT 'version.requested', now(), 'system', 'x', 'version', v.id::text, v.model_id, v.id, s, '{"data":{},"digests":{}}', '\\x00' FROM version v, generate_series(1, 20) s WHERE v.label LIKE 'bulk-%'`);
  await p.query(`INSERT INTO prediction (id, run_id, row, model_id, version_id, basis, mode, consumer, answered_at, recorded_at)
   SELECT uuidv7(), gen_random_uuid(), 0, model_id, id, 'recorded', 'champion', 'c' || n % 10, now(), now() FROM version, generate_series(1, 300000) n WHERE id = $1`, [scene.versionId]);
  const owner = await import('pg').then(async ({ default: pg }) => { const c = new pg.Client({ connectionString: scene.house.database.ownerUrl }); await c.connect(); return c; });
  await owner.query('ANALYZE'); await owner.end();
  const time = async (name: string, f: () => Promise<unknown>) => { const all = []; for (let i = 0; i < 4; i++) { const t = performance.now(); await f(); all.push(Math.round(performance.now() - t)); } console.log(name, all.join(' ')); };
  await time('inbox 50', () => listInbox(reviewer, { limit: 50 }));
  await time('inbox 100', () => listInbox(reviewer, { limit: 100 }));
  await time('home', () => readHome(reviewer));
  await time('models 50', () => listModels(reviewer, { limit: 50 }));
  await time('models 200 search', () => listModels(reviewer, { limit: 200, search: 'bulk 9' }));
  await time('versions 200', () => listVersions(reviewer, { model: scene.model, limit: 200 }));
  await time('version', () => readVersion(reviewer, scene.address));
  await time('entries 200', () => listEntries(reviewer, { limit: 200 }));
  await time('entries of a version', () => listEntries(reviewer, { model: scene.model, version: 'bulk-7' }));
  await time('entries of an event', () => listEntries(reviewer, { event: 'version.signed-off' }));
  await time('deployments', () => listDeployments(reviewer, { limit: 200 }));
  await time('boards', () => readBoards(reviewer, { model: scene.model }));
  await scene.house.close();
}, 300_000);
