import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  type FileFacts,
  folderManifestName,
  type Manifest,
  manifestFromFolder,
  parseFolderManifest,
} from '@countersign/contracts';

/** Folder `data` of this package, from its sources as from its bundle. */
export const exampleData = path.join(path.dirname(fileURLToPath(import.meta.url)), '../data');

const versionFolder = (model: string, version: string) => path.join(exampleData, model, 'versions', version);

async function factsOf(file: string): Promise<FileFacts> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return { sha256: hash.digest('hex'), size: (await stat(file)).size };
}

/** The manifest of an example version, completed from its folder, and where its files lie. */
export async function exampleManifest(
  model: string,
  version: string,
): Promise<{ manifest: Manifest; fileAt: (file: string) => string }> {
  const fileAt = (file: string) => path.join(versionFolder(model, version), file);
  const folder = parseFolderManifest(await readFile(fileAt(folderManifestName), 'utf8'));
  const manifest = await manifestFromFolder(
    folder,
    (file) => readFile(fileAt(file), 'utf8'),
    (file) => factsOf(fileAt(file)),
  );
  return { manifest, fileAt };
}

/** Lines of a newline-delimited file of an example. Opened when it is read: lines that nobody waits for would be lost. */
export async function* exampleLines(model: string, file: string): AsyncIterable<string> {
  yield* createInterface({
    input: createReadStream(path.join(exampleData, model, file)),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
}
