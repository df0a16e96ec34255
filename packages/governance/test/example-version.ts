import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FileKind, Manifest } from '@countersign/contracts';
import { storeUpload } from '../src/blob/store-upload.ts';
import type { Context } from '../src/context.ts';

const fixtures = new URL('../../scoring/test/fixtures/', import.meta.url);

export type Example = 'credit-risk-1.1.0' | 'ridership-demand-2.1.0-rc.1';

export const readFixture = (example: Example, name: string): Promise<Buffer> =>
  readFile(new URL(`${example}/${name}`, fixtures));

export interface SampleFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly bytes: Buffer;
}

/** The files of an example, as a pipeline would upload them. */
export const exampleFiles = async (example: Example): Promise<SampleFile[]> => [
  { path: 'model.onnx', kind: 'artifact', bytes: await readFixture(example, 'model.onnx') },
  { path: 'schema.json', kind: 'schema', bytes: await readFixture(example, 'schema.json.txt') },
  { path: 'golden.json', kind: 'golden-set', bytes: await readFixture(example, 'golden.json.txt') },
  { path: 'robustness.json', kind: 'robustness', bytes: await readFixture(example, 'robustness.json.txt') },
];

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function upload(ctx: Context, files: readonly SampleFile[]): Promise<Manifest['files']> {
  const listed: Manifest['files'] = [];
  for (const { path, kind, bytes } of files) {
    const digest = sha256(bytes);
    await storeUpload(ctx, {
      digest,
      stream: (async function* () {
        yield bytes;
      })(),
    });
    listed.push({ path, kind, sha256: digest, size: bytes.length });
  }
  return listed;
}

/** A manifest around uploaded files; `more` says what a test is about. */
export const manifestOf = (
  model: string,
  version: string,
  files: Manifest['files'],
  more: Partial<Manifest> = {},
): Manifest => ({
  model,
  version,
  files,
  description: 'an example',
  authors: [],
  parameters: { seed: 7 },
  metrics: [{ name: 'roc_auc', value: 0.8487, split: 'validation' }],
  datasets: [{ name: 'rows', kind: 'uri', uri: 'https://example.com/rows.csv' }],
  buildEnvironment: { python: '3.11' },
  releaseNotes: '# Notes\n',
  ...more,
});

/** Other bytes for some of an example's files, by their paths. */
export type Replaced = { readonly [path: string]: Buffer };

/** Uploads an example's files and gives the manifest that registers them. */
export const exampleManifest = async (
  ctx: Context,
  example: Example,
  version: string,
  more: Partial<Manifest> = {},
  replaced: Replaced = {},
): Promise<Manifest> => {
  const files = await exampleFiles(example);
  return manifestOf(
    example.startsWith('credit') ? 'credit-risk' : 'ridership-demand',
    version,
    await upload(
      ctx,
      files.map((file) => ({ ...file, bytes: replaced[file.path] ?? file.bytes })),
    ),
    more,
  );
};
