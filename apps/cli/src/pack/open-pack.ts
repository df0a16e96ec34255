import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openZip, PackFault, type PackFiles, parsePackPath } from '@countersign/ledger';
import { CommandFailure } from '../command-failure.ts';
import { nodeCrypto } from './node-crypto.ts';

export interface OpenedPack {
  open(): Promise<PackFiles>;
  close(): Promise<void>;
}

/** A pack by its path: a ZIP file, or a folder of the same layout. @throws CommandFailure where there is neither */
export async function openPack(path: string): Promise<OpenedPack> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { open: () => openFolder(path), close: async () => {} };
    const handle = await open(path);
    return { open: () => openFile(handle, found.size), close: () => handle.close() };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandFailure(2, code === 'ENOENT' ? `There is no ${path}.` : `${path}: ${message}`);
  }
}

function openFile(handle: FileHandle, size: number): Promise<PackFiles> {
  const read = async (start: number, length: number) => {
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await handle.read(bytes, done, length - done, start + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  };
  return openZip({ size, read }, nodeCrypto.crc32);
}

/** @throws PackFault for a link, or a file that no pack has */
async function openFolder(folder: string): Promise<PackFiles> {
  const sizes = new Map<string, number>();
  for await (const { path, size } of filesIn(folder, '')) sizes.set(path, size);
  return { sizes, open: (path) => createReadStream(join(folder, path)) };
}

async function* filesIn(folder: string, below: string): AsyncGenerator<{ path: string; size: number }> {
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      yield* filesIn(folder, path);
      continue;
    }
    if (!entry.isFile()) throw new PackFault('files', path, 'It is neither a file nor a folder.');
    if (!parsePackPath(path)) throw new PackFault('files', path, 'No pack has a file of this name.');
    yield { path, size: (await stat(join(folder, path))).size };
  }
}
