import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

type Files = Record<string, string | Uint8Array>;

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const seconds = Date.UTC(2026, 0, 1) / 1_000;
const who = `Ines <ines@example.com> ${seconds} +0100`;
export const committedAt = new Date(seconds * 1_000).toISOString();

const metrics = '{"loss": 0.25, "per": {"tide": 0.5, "note": "low"}}';
const model = 'weights of the tide';
const lockOf = (depth: string) =>
  [
    "schema: '2.0'",
    'stages:',
    '  fit:',
    '    cmd: python src/fit.py',
    '    deps:',
    '    - {path: data/tides, hash: md5, md5: 0123456789abcdef0123456789abcdef.dir, size: 12, nfiles: 2}',
    `    - {path: src/fit.py, hash: md5, md5: ${md5('fit')}, size: 3}`,
    '    params:',
    '      params.yaml:',
    '        fit:',
    `          depth: ${depth}`,
    '        seed: 007',
    '    outs:',
    `    - {path: model.bin, hash: md5, md5: ${md5(model)}, size: ${model.length}}`,
    `    - {path: scores.json, hash: md5, md5: ${md5(metrics)}, size: ${metrics.length}}`,
    '',
  ].join('\n');
const pipeline = [
  'stages:',
  '  fit:',
  '    cmd: python src/fit.py',
  '    deps: [data/tides, src/fit.py]',
  '    params: [fit, seed]',
  '    outs: [model.bin]',
  '    metrics:',
  '    - scores.json: {cache: false}',
  'artifacts:',
  '  tide-level:',
  '    path: model.bin',
  '    type: model',
  '    desc: Level of the tide in an hour.',
  '',
].join('\n');

/** Objects of Git in files of their own, as a repository has them until they are packed. */
class Objects {
  readonly files: Files = {};

  put(type: string, body: string | Uint8Array): string {
    const bytes = Buffer.from(body);
    const whole = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]);
    const oid = createHash('sha1').update(whole).digest('hex');
    this.files[`coast/.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`] = deflateSync(whole);
    return oid;
  }

  tree(files: Readonly<Record<string, string>>): string {
    const parts = Object.entries(files).flatMap(([name, text]) => [
      Buffer.from(`100644 ${name}\0`),
      Buffer.from(this.put('blob', text), 'hex'),
    ]);
    return this.put('tree', Buffer.concat(parts));
  }

  commit(tree: string): string {
    return this.put('commit', `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nA state of the coast.\n`);
  }

  tag(name: string, commit: string): string {
    return this.put('tag', `object ${commit}\ntype commit\ntag ${name}\ntagger ${who}\n\nSaid so.\n`);
  }
}

/**
 * A repository of DVC with its `.git`: a pipeline that ran, an experiment beside it, one more in a pack, and tags of GTO; in figures
 * of our own.
 */
export function dvcRepository(changed: Readonly<Record<string, string | null>> = {}): Files {
  const objects = new Objects();
  const commit = objects.commit(objects.tree({ 'dvc.lock': lockOf('5'), 'dvc.yaml': pipeline }));
  const experiment = objects.commit(
    objects.tree({ 'dvc.lock': lockOf('6'), 'dvc.yaml': pipeline, 'scores.json': metrics }),
  );
  const released = objects.tag('tide-level@v1.2.0', commit);
  const staged = objects.tag('tide-level#live#2', commit);
  const start = `refs/exps/${commit.slice(0, 2)}/${commit.slice(2)}`;
  const files: Record<string, string | Uint8Array | null> = {
    'coast/dvc.yaml': pipeline,
    'coast/dvc.lock': lockOf('5'),
    'coast/params.yaml': 'fit: {depth: 8}\nseed: 7.0\n',
    'coast/scores.json': metrics,
    'coast/model.bin': model,
    'coast/data/tides.dvc':
      'outs:\n- {md5: 0123456789abcdef0123456789abcdef.dir, size: 12, nfiles: 2, hash: md5, path: tides}\n',
    'coast/.git/HEAD': 'ref: refs/heads/main\n',
    'coast/.git/refs/heads/main': `${commit}\n`,
    [`coast/.git/${start}/gusty-seal`]: `${experiment}\n`,
    'coast/.git/packed-refs': [
      '# pack-refs with: peeled fully-peeled sorted',
      `${'e'.repeat(40)} ${start}/mild-otter`,
      `${'e'.repeat(40)} refs/exps/exec/EXEC_HEAD`,
      `${'d'.repeat(40)} refs/tags/tide-level#live#1`,
      `^${'c'.repeat(40)}`,
      `${'b'.repeat(40)} refs/tags/tide-level@v1.1.0`,
      `^${'c'.repeat(40)}`,
      '',
    ].join('\n'),
    'coast/.git/refs/tags/tide-level@v1.2.0': `${released}\n`,
    'coast/.git/refs/tags/tide-level#live#2': `${staged}\n`,
    ...objects.files,
    ...changed,
  };
  return Object.fromEntries(
    Object.entries(files).filter((entry): entry is [string, string | Uint8Array] => entry[1] !== null),
  );
}
