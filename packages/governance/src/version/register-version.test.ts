import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { exampleManifest, manifestOf, upload } from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { listFiles } from './list-files.ts';
import { readFile } from './read-file.ts';
import { registerVersion } from './register-version.ts';

let house: TestHouse;
let developer: Context;

beforeAll(async () => {
  house = await openHouse();
  developer = await house.person('Dev One', 'developer');
  await house.person('Rev One', 'reviewer');
  await house.person('App One', 'approver', 'operator');
  await house.model('credit-risk');
});
afterAll(() => house.close());

describe('registering', () => {
  it('registers once, answers the same to the same manifest, and refuses other content under a label', async () => {
    const manifest = await exampleManifest(developer, 'credit-risk-1.1.0', '1.1.0');
    const first = await registerVersion(developer, manifest);
    expect(first).toMatchObject({
      version: '1.1.0',
      number: 1,
      stage: 'registered',
      existed: false,
      unsatisfiableGates: [],
    });
    const again = await registerVersion(developer, { ...manifest, files: [...manifest.files].reverse() });
    expect(again).toEqual({ ...first, existed: true });
    expect(await codeOf(registerVersion(developer, { ...manifest, parameters: { seed: 8 } }))).toBe(
      'CONFLICT',
    );
    expect(await codeOf(registerVersion(developer, { ...manifest, releaseNotes: 'other' }))).toBe('CONFLICT');
    const entries = await house.pool.query(
      "SELECT step, body FROM ledger_entry WHERE event = 'version.registered'",
    );
    expect(entries.rows).toHaveLength(1);
    expect(entries.rows[0].step).toBe(1);
    expect(JSON.parse(entries.rows[0].body).data).toMatchObject({
      substance: first.substance,
      label: '1.1.0',
    });
  });

  it('makes one version of two registrations of one label at once', async () => {
    const manifest = await exampleManifest(developer, 'credit-risk-1.1.0', '1.2.0');
    const answers = await Promise.all([1, 2, 3, 4].map(() => registerVersion(developer, manifest)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ existed }) => !existed)).toHaveLength(1);
  });

  it('opens the request for review in the same transaction where the manifest asks for it', async () => {
    const manifest = await exampleManifest(developer, 'credit-risk-1.1.0', '1.3.0', {
      requestReview: { comment: 'please' },
    });
    const { id } = await registerVersion(developer, manifest);
    const open = await house.pool.query("SELECT gate FROM request WHERE version_id = $1 AND state = 'open'", [
      id,
    ]);
    expect(open.rows).toEqual([{ gate: 'review' }]);
    const steps = await house.pool.query(
      'SELECT event, step FROM ledger_entry WHERE version_id = $1 ORDER BY step',
      [id],
    );
    expect(steps.rows).toEqual([
      { event: 'version.registered', step: 1 },
      { event: 'version.requested', step: 2 },
    ]);
    const runs = await house.pool.query('SELECT kind FROM evidence_run WHERE version_id = $1 ORDER BY kind', [
      id,
    ]);
    expect(runs.rows.map(({ kind }) => kind)).toEqual(['golden-set-parity', 'robustness-run']);
  });

  it('matches authors by verified address and counts the registrant among them', async () => {
    const scientist = await house.person('Data Person');
    const manifest = await exampleManifest(developer, 'credit-risk-1.1.0', '1.4.0', {
      authors: [
        { email: 'DATA.PERSON@example.com', part: 'data' },
        { email: 'data.person@example.com', part: 'code' },
        { email: 'nobody@example.org', part: 'code' },
      ],
    });
    const { id } = await registerVersion(developer, manifest);
    const authors = await house.pool.query(
      'SELECT email, person_id, parts, basis FROM version_author WHERE version_id = $1 ORDER BY email',
      [id],
    );
    expect(authors.rows).toEqual([
      {
        email: 'data.person@example.com',
        person_id: scientist.actor.id,
        parts: ['code', 'data'],
        basis: 'manifest',
      },
      { email: 'dev.one@example.com', person_id: developer.actor.id, parts: [], basis: 'registrant' },
      { email: 'nobody@example.org', person_id: null, parts: ['code'], basis: 'manifest' },
    ]);
  });

  it('says which gates nobody could sign', async () => {
    await house.model('lonely', 'high');
    const files = await upload(developer, [
      { path: 'README.md', kind: 'documentation', bytes: Buffer.from('a rule on paper') },
    ]);
    const { unsatisfiableGates } = await registerVersion(developer, manifestOf('lonely', '1', files));
    expect(unsatisfiableGates).toContain('review');
  });

  it('is refused to others, and the refusal is recorded', async () => {
    const viewer = await house.person('View Only', 'viewer');
    const files = await upload(developer, [{ path: 'a.txt', kind: 'data', bytes: Buffer.from('a') }]);
    expect(await codeOf(registerVersion(viewer, manifestOf('credit-risk', '9.0.0', files)))).toBe(
      'FORBIDDEN',
    );
    const refused = await house.pool.query(
      "SELECT body FROM ledger_entry WHERE event = 'command.refused' AND actor_id = $1",
      [viewer.actor.id],
    );
    expect(JSON.parse(refused.rows[0].body).data).toEqual({ command: 'register', code: 'FORBIDDEN' });
    const pipeline: Context = {
      ...developer,
      actor: { ...developer.actor, via: 'token', scopes: ['read'] } as Context['actor'],
    };
    expect(await codeOf(registerVersion(pipeline, manifestOf('credit-risk', '9.0.0', files)))).toBe(
      'FORBIDDEN',
    );
  });
});

describe('what is refused without losing anything', () => {
  const label = () => `x-${Math.random().toString(36).slice(2)}`;

  it('names the uploads that are missing', async () => {
    const files = [{ path: 'a.txt', kind: 'data' as const, sha256: 'ab'.repeat(32), size: 1 }];
    await expect(registerVersion(developer, manifestOf('credit-risk', label(), files))).rejects.toMatchObject(
      {
        code: 'UPLOAD_MISSING',
        detail: { missing: ['ab'.repeat(32)], paths: ['a.txt'] },
      },
    );
  });

  it('refuses paths that meet on some file system', async () => {
    const [file] = await upload(developer, [{ path: 'a.txt', kind: 'data', bytes: Buffer.from('a') }]);
    for (const [one, other] of [
      ['Read.me', 'read.ME'],
      ['caf\u00e9', 'cafe\u0301'],
      ['a/b', 'a'],
      ['ﬁle', 'file'],
    ] as const) {
      const files = [
        { ...file!, path: one },
        { ...file!, path: other },
      ];
      expect(await codeOf(registerVersion(developer, manifestOf('credit-risk', label(), files)))).toBe(
        'BAD_INPUT',
      );
    }
  });

  it('refuses paths that are something else on another system', async () => {
    const [file] = await upload(developer, [{ path: 'a.txt', kind: 'data', bytes: Buffer.from('a') }]);
    const codeFor = (path: string) =>
      codeOf(registerVersion(developer, manifestOf('credit-risk', label(), [{ ...file!, path }])));
    for (const path of [
      ...['CON', 'nul', 'Aux.txt', 'data/prn.tar.gz', 'com1', 'LPT9.md', 'nul .txt', 'com¹/a', 'conin$'],
      ...['notes.', 'data./a', 'a /b', 'b ', 'a／b'],
    ])
      expect([path, await codeFor(path)]).toEqual([path, 'PATH_REFUSED']);
    for (const path of ['console.log', 'null.txt', 'com10', 'a.nul', '.con', 'a b.txt'])
      expect([path, await codeFor(path)]).toEqual([path, 'allowed']);
  });

  it('refuses texts that nothing can store, numbers that nothing carries exactly, and bottomless nesting', async () => {
    const files = await upload(developer, [{ path: 'a.txt', kind: 'data', bytes: Buffer.from('a') }]);
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    for (const parameters of [{ a: 'x\0y' }, { a: '\ud800' }, { a: 2 ** 60 }, { a: deep }]) {
      expect(
        await codeOf(registerVersion(developer, manifestOf('credit-risk', label(), files, { parameters }))),
      ).toBe('BAD_INPUT');
    }
  });

  it('refuses a broken ONNX file with the reason', async () => {
    const files = await upload(developer, [
      { path: 'model.onnx', kind: 'artifact', bytes: Buffer.from('\x08\x08not a model at all') },
    ]);
    await expect(registerVersion(developer, manifestOf('credit-risk', label(), files))).rejects.toMatchObject(
      { code: 'ARTIFACT_REFUSED' },
    );
  });

  it('refuses a schema that does not describe the model, and a size that is not the one of the bytes', async () => {
    const manifest = await exampleManifest(developer, 'credit-risk-1.1.0', label());
    const schema = Buffer.from(JSON.stringify({ inputs: [], outputs: [] }));
    const [other] = await upload(developer, [{ path: 'schema.json', kind: 'schema', bytes: schema }]);
    const files = manifest.files.map((file) => (file.kind === 'schema' ? other! : file));
    expect(await codeOf(registerVersion(developer, { ...manifest, files }))).toBe('BAD_INPUT');
    const resized = manifest.files.map((file) => (file.kind === 'schema' ? { ...file, size: 3 } : file));
    expect(await codeOf(registerVersion(developer, { ...manifest, files: resized }))).toBe('BAD_INPUT');
  });

  it('refuses a fallback that is no answer of the schema', async () => {
    const manifest = await exampleManifest(developer, 'credit-risk-1.1.0', label(), {
      fallback: { kind: 'constant', outputs: { label: 'good' } },
    });
    expect(await codeOf(registerVersion(developer, manifest))).toBe('BAD_INPUT');
  });
});

describe('files', () => {
  it('are listed and read through their version', async () => {
    const address = { model: 'credit-risk', version: '1.1.0' };
    const files = await listFiles(developer, address);
    expect(files.map(({ path, preview }) => [path, preview])).toEqual([
      ['golden.json', 'json'],
      ['model.onnx', null],
      ['robustness.json', 'json'],
      ['schema.json', 'json'],
    ]);
    const opened = await readFile(developer, { ...address, path: 'model.onnx' });
    const chunks = await opened.open({ start: 0, end: 9 }).toArray();
    expect(Buffer.concat(chunks)).toHaveLength(10);
    expect(await codeOf(readFile(developer, { ...address, path: '../model.onnx' }))).toBe('NOT_FOUND');
  });
});
