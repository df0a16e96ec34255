import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
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
    const file = await fileIn(folder, path);
    const found = await factsOf(file, path);
    fileOf.set(found.sha256, { path: file.path, size: found.size });
    return found;
  };
  const text = async (path: string): Promise<string> => {
    const file = await fileIn(folder, path);
    if (file.size > limits.document)
      throw new CommandFailure(1, `${path} is larger than ${limits.document} bytes.`);
    return readFile(file.path, 'utf8');
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

async function factsOf(file: FileIn, shown: string): Promise<FileFacts> {
  if (file.size > limits.artifact)
    throw new CommandFailure(1, `${shown} is larger than ${limits.artifact} bytes.`);
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(file.path)) {
    hash.update(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return { sha256: hash.digest('hex'), size };
}

interface FileIn {
  /** Without links. */
  readonly path: string;
  readonly size: number;
}

/**
 * A file of the folder. Whoever wrote the folder may be a stranger to the machine that registers it, so a link that
 * leads out of it is refused: it would send away what the pipeline alone may read. @throws CommandFailure
 */
async function fileIn(folder: string, path: string): Promise<FileIn> {
  try {
    const root = await realpath(folder);
    const real = await realpath(join(root, path));
    if (relative(root, real).split(sep, 1)[0] === '..' || isAbsolute(relative(root, real))) {
      throw new CommandFailure(1, `${path} is a link that leads out of the folder.`);
    }
    const found = await stat(real);
    if (!found.isFile()) throw new CommandFailure(2, `${path} is not a file.`);
    return { path: real, size: found.size };
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const said = code === 'ENOENT' ? `There is no file ${path} in the folder.` : `${path}: ${message}`;
    throw new CommandFailure(2, said);
  }
}
