import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type ArtifactFile, createScorer, fromTensors, type Scorer } from '../src/index.ts';
import { readExample, schemaOf } from './example.ts';
import * as models from './hostile-models.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-hostile-'));
const schema = schemaOf(models.ONE_FLOAT);
const scorer = createScorer({ children: 2, maxMemoryMb: 256, deadlineMs: 1_500 });
afterAll(async () => {
  await scorer.close();
  rmSync(folder, { recursive: true });
});

const store = (bytes: Uint8Array): ArtifactFile => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = join(folder, sha256);
  writeFileSync(path, bytes);
  return { sha256, path };
};
const run = (artifact: ArtifactFile, on: Scorer = scorer) =>
  on.score({ artifact, schema, rows: [{ x: 21 }] });

const good = store(models.doubling());
const expectGood = async (on: Scorer = scorer) => {
  const { outputs } = await run(good, on);
  expect(fromTensors(schema, outputs)).toEqual([{ y: 42 }]);
};

const statusOf = (pid: string): string => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    // A zombie is gone; only whoever should collect it has not looked yet.
    return /^State:\s+Z/m.test(status) ? '' : status;
  } catch {
    return '';
  }
};
/** Ids of the processes whose parent is `parent`. */
const childrenOf = (parent: number | undefined): string[] =>
  (existsSync('/proc') ? readdirSync('/proc') : []).filter(
    (name) => /^\d+$/.test(name) && statusOf(name).includes(`PPid:\t${parent}\n`),
  );
/** Resident memory in MiB. */
const memoryOf = (pid: string): number => Number(/VmRSS:\s+(\d+)/.exec(statusOf(pid))?.[1] ?? 0) / 1_024;

describe('a file that is no model', () => {
  const { model } = readExample('credit-risk-1.1.0');
  test.each([
    ['empty', Buffer.alloc(0)],
    ['garbage', Buffer.from('this is not a model at all, but some text')],
    ['zeros', Buffer.alloc(4_096)],
    ['truncated', model.subarray(0, model.length - 100)],
    ['half', model.subarray(0, model.length / 2)],
  ])('%s is refused', async (_name, bytes) => {
    await expect(run(store(bytes))).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
    await expectGood();
  });
});

test('a stored file that is gone or changed is named as such', async () => {
  await expect(
    run({ ...good, path: join(folder, 'nowhere'), sha256: '00'.repeat(32) }),
  ).rejects.toMatchObject({
    code: 'ARTIFACT_MISSING',
  });
  const changed = store(models.twoRowsEach());
  await expect(run({ ...changed, sha256: '11'.repeat(32) })).rejects.toMatchObject({
    code: 'ARTIFACT_CORRUPT',
  });
});

test('outputs that the schema does not declare are refused', async () => {
  await expect(run(store(models.twoRowsEach()))).rejects.toMatchObject({ code: 'OUTPUT_REFUSED' });
  await expectGood();
});

test('an endless loop ends at its deadline', async () => {
  const failure = await scorer
    .score({
      artifact: store(models.endlessLoop()),
      schema,
      rows: [{ x: 1 }],
      options: { deadlineMs: 700 },
    })
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'DEADLINE', detail: { deadlineMs: 700 } });
  await expectGood();
});

test('a known offender gets one child at a time', async () => {
  const loop = store(models.endlessLoop());
  const hanging = [1, 2, 3].map(() =>
    scorer
      .score({ artifact: loop, schema, rows: [{ x: 1 }], options: { deadlineMs: 300 } })
      .catch((error: unknown) => error),
  );
  await expectGood();
  await expectGood();
  for (const failure of await Promise.all(hanging)) expect(failure).toMatchObject({ code: 'DEADLINE' });
});

test.each([
  ['asks for 32 GB at once', () => models.hugeTensor(8n * 2n ** 30n)],
  ['asks for 1 GB at once', () => models.hugeTensor(2n ** 28n)],
  ['takes memory bit by bit', models.growingTensor],
  ['folds a constant of 4 TB', models.hugeConstant],
])('a model that %s is stopped within its memory', async (_name, build) => {
  const failure = await run(store(build())).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'MEMORY' });
  for (const pid of childrenOf(process.pid)) expect(memoryOf(pid)).toBeLessThan(700);
  await expectGood();
});

test('requests behind one that brought the child down are answered by the next child', async () => {
  const single = createScorer({ children: 1, maxMemoryMb: 256, deadlineMs: 1_000 });
  try {
    await expectGood(single);
    const hanging = run(store(models.endlessLoop()), single).catch((error: unknown) => error);
    const others = Array.from({ length: 20 }, () => expectGood(single));
    expect(await hanging).toMatchObject({ code: 'DEADLINE' });
    await Promise.all(others);
  } finally {
    await single.close();
  }
});

test.runIf(existsSync('/proc'))(
  'a child that is killed from outside fails only what it executed',
  async () => {
    const before = childrenOf(process.pid);
    const single = createScorer({ children: 1 });
    try {
      await expectGood(single);
      const [pid] = childrenOf(process.pid).filter((child) => !before.includes(child));
      const hanging = run(store(models.endlessLoop()), single).catch((error: unknown) => error);
      const next = expectGood(single);
      process.kill(Number(pid), 'SIGKILL');
      expect(await hanging).toMatchObject({ code: 'RUNTIME_CRASHED' });
      await next;
    } finally {
      await single.close();
    }
  },
);

test.runIf(existsSync('/proc'))('a child does not outlive its parent, even in an endless loop', async () => {
  const artifact = store(models.endlessLoop());
  const script = `
    import { createScorer, parseSchema } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
    const { schema } = parseSchema(${JSON.stringify(models.ONE_FLOAT)});
    createScorer({ children: 1 }).score({ artifact: ${JSON.stringify(artifact)}, schema, rows: [{ x: 1 }] });
    setTimeout(() => process.send('running'), 1_500);
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(parent, 'message');
  const [child = ''] = childrenOf(parent.pid);
  expect(statusOf(child)).not.toBe('');
  parent.kill('SIGKILL');
  await expect.poll(() => statusOf(child), { timeout: 5_000 }).toBe('');
});

test('waiting is bounded, and closing answers everybody', async () => {
  const small = createScorer({ children: 1, maxWaiting: 2, deadlineMs: 5_000 });
  const loop = store(models.endlessLoop());
  const failures = Array.from({ length: 4 }, () => run(loop, small).catch((error: unknown) => error));
  expect(await failures[3]).toMatchObject({ code: 'BUSY' });
  await small.close();
  for (const failure of await Promise.all(failures.slice(0, 2)))
    expect(failure).toMatchObject({ code: 'CLOSED' });
  await expect(run(good, small)).rejects.toMatchObject({ code: 'CLOSED' });
});

test('models that take turns in a cache of one give the same answers', async () => {
  const tiny = createScorer({ children: 1, maxSessions: 1 });
  const other = readExample('credit-risk-1.1.0');
  const rows = other.golden.rows.slice(0, 3).map(({ inputs }) => inputs);
  try {
    for (let turn = 0; turn < 3; turn += 1) {
      await expectGood(tiny);
      const { outputs } = await tiny.score({ artifact: other.artifact, schema: other.schema, rows });
      expect(fromTensors(other.schema, outputs)).toHaveLength(3);
    }
  } finally {
    await tiny.close();
  }
});

// The last of the file: the loop would go on for a minute, and closing the scorer ends it.
test('an endless loop delays nobody else', async () => {
  await expectGood();
  let over = false;
  const hanging = scorer
    .score({
      artifact: store(models.endlessLoop('unknown so far')),
      schema,
      rows: [{ x: 1 }],
      options: { deadlineMs: 60_000 },
    })
    .catch((error: unknown) => error)
    .finally(() => {
      over = true;
    });
  for (let turn = 0; turn < 8; turn += 1) await expectGood();
  expect(over).toBe(false);
  await scorer.close();
  expect(await hanging).toMatchObject({ code: 'CLOSED' });
});
