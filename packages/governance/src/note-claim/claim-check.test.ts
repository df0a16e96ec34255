import { limits } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, type Scene } from '../../test/signing-scene.ts';
import { listEvidence } from '../evidence/list-evidence.ts';
import { readEvidence } from '../evidence/read-evidence.ts';
import { runEvidence } from '../evidence/run-evidence.ts';
import { logRuns } from '../experiment/log-runs.ts';
import { amendVersion } from '../version/amend-version.ts';
import { drainJobs } from '../worker.ts';
import { readNoteClaims } from './read-note-claims.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('low');
  // A policy whose review asks for true claims.
  await scene.house.pool.query(
    `INSERT INTO policy SELECT (jsonb_populate_record(p, jsonb_build_object('number', p.number + 1,
       'body', jsonb_set(jsonb_set(p.body, '{number}', to_jsonb(p.number + 1)), '{gates,review,evidence}',
         p.body->'gates'->'review'->'evidence' || '[{"kind": "claim-check", "must": "pass"}]')))).*
     FROM policy p WHERE p.body->>'tier' = 'low' ORDER BY p.number DESC LIMIT 1`,
  );
});
afterAll(() => scene.house.close());

const notes = (...claims: string[]) =>
  ['---', 'claims:', ...claims.map((claim) => `  - ${claim}`), '---', '# What', 'A step.'].join('\n');
const isTrue = '{metric: roc_auc, dataset: validation, op: ">", value: 0.8}';
const isFalse = '{metric: roc_auc, dataset: validation, op: ">", value: 0.9}';
const isUnbacked = '{metric: roc_auc, dataset: holdout, op: ">", value: 0.8}';

describe('where the policy asks for claims to be checked', () => {
  it('a false or unbacked claim holds the review, and true ones let it be signed', async () => {
    const next = await scene.another('claims', {}, { releaseNotes: notes(isTrue, isFalse, isUnbacked) });
    const requestId = await next.request('review');
    const reviewer = await scene.signer('Reviewer of claims', 'reviewer');
    await drainJobs(scene.house);
    const { claims } = await readNoteClaims(reviewer, next.address);
    expect(claims.map(({ verdict }) => verdict)).toEqual(['holds', 'does-not-hold', 'cannot-check']);
    const check = async () =>
      (await listEvidence(reviewer, next.address)).items.find(
        ({ kind, current }) => kind === 'claim-check' && current,
      );
    const found = await check();
    expect(found).toMatchObject({ result: 'fail', value: '1 of 3', basis: 'checked' });
    const { cases } = await readEvidence(reviewer, { evidenceId: found!.id, onlyFailed: true });
    expect(cases.map(({ name, seen }) => [name, seen.split(':')[0]])).toEqual([
      ['roc_auc on validation > 0.9', 'Does not hold'],
      ['roc_auc on holdout > 0.8', 'Cannot be checked'],
    ]);
    expect(await codeOf(decide(reviewer, requestId))).toBe('EVIDENCE_FAILED');

    // Correcting the notes makes the old result void at once, and the claims are checked again by themselves.
    await amendVersion(next.developer, {
      ...next.address,
      expectedRevision: 1,
      releaseNotes: notes(isTrue),
    });
    expect(await check()).toBeUndefined();
    expect(await codeOf(decide(reviewer, requestId))).toBe('EVIDENCE_MISSING');
    await drainJobs(scene.house);
    expect(await check()).toMatchObject({ result: 'pass', value: '1 of 1', revision: 2 });
    expect(await decide(reviewer, requestId)).toMatchObject({ satisfied: true, stage: 'reviewed' });
  });

  it('notes that claim nothing pass, and may be checked again by hand', async () => {
    const next = await scene.another('claims-nothing', {}, { releaseNotes: '# What\nNothing is claimed.' });
    await runEvidence(next.developer, { ...next.address, kind: 'claim-check' });
    expect(await codeOf(runEvidence(next.developer, { ...next.address, kind: 'claim-check' }))).toBe(
      'EVIDENCE_RUNNING',
    );
    await drainJobs(scene.house);
    const { items, runs } = await listEvidence(next.developer, next.address);
    expect(items.find(({ kind }) => kind === 'claim-check')).toMatchObject({
      result: 'pass',
      value: 'nothing is claimed',
    });
    expect(runs.find(({ kind }) => kind === 'claim-check')).toMatchObject({ state: 'done', error: null });
  });

  it('a check that fails in all its tries is failed, and may be asked for again', async () => {
    const next = await scene.another('claims-failing', {}, { releaseNotes: notes(isTrue) });
    const { pool } = scene.house;
    const ask = () => runEvidence(next.developer, { ...next.address, kind: 'claim-check' });
    const runOf = async () =>
      (await listEvidence(next.developer, next.address)).runs.find(({ kind }) => kind === 'claim-check');
    const due = () =>
      pool.query(
        "UPDATE graphile_worker._private_jobs SET max_attempts = 2, run_at = now() WHERE key LIKE 'claims.check/%'",
      );
    const rules = await pool.query('SELECT rules FROM version WHERE id = $1', [next.versionId]);
    await pool.query("UPDATE version SET rules = 'null' WHERE id = $1", [next.versionId]);
    await ask();
    await due();
    await drainJobs(scene.house);
    expect(await runOf()).toMatchObject({ state: 'queued', error: null });
    expect(await codeOf(ask())).toBe('EVIDENCE_RUNNING');
    await due();
    await drainJobs(scene.house);
    expect(await runOf()).toMatchObject({ state: 'failed', error: expect.any(String) });
    await pool.query('UPDATE version SET rules = $2 WHERE id = $1', [next.versionId, rules.rows[0].rules]);
    await ask();
    await drainJobs(scene.house);
    expect(await runOf()).toMatchObject({ state: 'done', error: null });
  });

  it('notes hold a number of claims that can be judged and read', async () => {
    const many = notes(...Array.from({ length: limits.noteClaims + 1 }, () => isTrue));
    expect(await codeOf(scene.another('claims-many', {}, { releaseNotes: many }))).toBe('TOO_LARGE');
    const next = await scene.another('claims-few', {}, { releaseNotes: notes(isTrue, isTrue) });
    const amend = { ...next.address, expectedRevision: 1, releaseNotes: many };
    expect(await codeOf(amendVersion(next.developer, amend))).toBe('TOO_LARGE');
    expect((await readNoteClaims(next.developer, next.address)).claims).toHaveLength(2);
  });

  // The published case: the third run was called best “based on both”.
  it('the best of its experiments is held against its runs', async () => {
    const figures = [
      [0.43501, 0.79082],
      [0.42796, 0.80841],
      [0.36044, 0.87037],
      [0.61998, 0.4306],
      [0.68824, 0.50067],
      [0.65138, 0.49431],
      [0.70164, 0.51384],
    ] as const;
    await logRuns(scene.developer, {
      model: scene.model,
      experiment: 'tutorial',
      runs: figures.map(([precision, roc], index) => ({
        run: `exp-${index + 1}`,
        metrics: [
          { name: 'avg_prec', value: precision },
          { name: 'roc_auc', value: roc },
        ],
      })),
    });
    const releaseNotes = notes(
      '{best: avg_prec, by: highest}',
      '{best: roc_auc, by: highest}',
      '{best: mae, by: lowest}',
      '{best: roc_auc}',
    );
    const claimsOf = async (label: string, run?: { experiment: string; run: string }) => {
      const { address } = await scene.another(label, {}, { releaseNotes, ...(run && { run }) });
      return (await readNoteClaims(scene.developer, address)).claims.map(({ verdict, why }) => [
        verdict,
        why,
      ]);
    };
    expect(await claimsOf('best-third', { experiment: 'tutorial', run: 'exp-3' })).toEqual([
      ['does-not-hold', 'It has 0.36044; 6 of 7 runs are better, exp-7 with 0.70164, as logged in tutorial.'],
      ['holds', 'It has the highest of 7 runs, 0.87037, as logged in tutorial.'],
      ['cannot-check', 'The run exp-3 was logged without a figure for mae.'],
      ['cannot-check', 'A claim to be the best says whether by the highest or the lowest figure.'],
    ]);
    const [absent] = await claimsOf('best-absent', { experiment: 'tutorial', run: 'exp-9' });
    expect(absent).toEqual([
      'cannot-check',
      'best-absent names the run exp-9 of tutorial, which does not exist.',
    ]);
    expect((await claimsOf('best-none'))[0]).toEqual(['cannot-check', 'best-none names no run.']);
    // A better figure on other data neither proves nor refutes it.
    await logRuns(scene.developer, {
      model: scene.model,
      experiment: 'tutorial',
      runs: [
        {
          run: 'exp-8',
          metrics: [{ name: 'roc_auc', value: 0.99 }],
          datasets: [{ name: 'other', digest: 'a'.repeat(64) }],
        },
      ],
    });
    const third = { model: scene.model, version: 'best-third' };
    expect((await readNoteClaims(scene.developer, third)).claims[1]).toMatchObject({
      verdict: 'cannot-check',
      why: expect.stringContaining('exp-8 has 0.99 on other data'),
    });
  });

  it('an unchanged schema is a claim that the portal checks itself', async () => {
    const next = await scene.another(
      'claims-schema',
      {},
      {
        releaseNotes: notes(
          `{unchanged: schema, since: "${scene.version}"}`,
          `{unchanged: parameters, since: "${scene.version}"}`,
        ),
      },
    );
    const { claims } = await readNoteClaims(next.developer, next.address);
    expect(claims.map(({ verdict, basis }) => [verdict, basis])).toEqual([
      ['holds', 'checked'],
      ['holds', 'claimed'],
    ]);
  });
});
