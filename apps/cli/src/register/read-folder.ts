import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type FileFacts,
  folderManifestName,
  limits,
  type Manifest,
  manifestFromFolder,
  parseFolderManifest,
  Refusal,
} from '@countersign/contracts';
import { CommandFailure } from '../command-failure.ts';

export interface ReadFolder {
  readonly manifest: Manifest;
  /** Where the bytes of a digest lie. */
  readonly fileOf: ReadonlyMap<string, { readonly path: string; readonly size: number }>;
}

/** Reads a folder's manifest and computes what it leaves out, holding no file in memory. @throws CommandFailure */
export async function readFolder(folder: string): Promise<ReadFolder> {
  const fileOf = new Map<string, { path: string; size: number }>();
  const facts = async (path: string): Promise<FileFacts> => {
    const found = await factsOf(join(folder, path), path);
    fileOf.set(found.sha256, { path: join(folder, path), size: found.size });
    return found;
  };
  const text = async (path: string): Promise<string> => {
    const { size } = await statOf(join(folder, path), path);
    if (size > limits.document)
      throw new CommandFailure(1, `${path} is larger than ${limits.document} bytes.`);
    return readFile(join(folder, path), 'utf8');
  };
  try {
    const manifest = await manifestFromFolder(
      parseFolderManifest(await text(folderManifestName)),
      text,
      facts,
    );
    return { manifest, fileOf };
  } catch (error) {
    throw error instanceof Refusal ? new CommandFailure(1, error.message) : error;
  }
}

async function factsOf(file: string, shown: string): Promise<FileFacts> {
  const { size: announced } = await statOf(file, shown);
  if (announced > limits.artifact)
    throw new CommandFailure(1, `${shown} is larger than ${limits.artifact} bytes.`);
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return { sha256: hash.digest('hex'), size };
}

async function statOf(file: string, shown: string) {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new CommandFailure(
      2,
      error.code === 'ENOENT' ? `There is no file ${shown} in the folder.` : `${shown}: ${error.message}`,
    );
  });
  if (!found.isFile()) throw new CommandFailure(2, `${shown} is not a file.`);
  return found;
}
