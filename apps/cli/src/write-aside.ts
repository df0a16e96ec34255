import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A file that is there whole or not at all, whenever the power goes: written aside, flushed, renamed, and the folder
 * flushed too. Content that breaks off leaves nothing behind.
 */
export async function writeAside(
  file: string,
  content: string | AsyncIterable<Uint8Array>,
  { mode = 0o644 } = {},
): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const aside = `${file}.${process.pid}.new`;
  await rm(aside, { force: true });
  const handle = await open(aside, 'wx', mode);
  try {
    await writeFile(handle, content);
    await handle.sync();
    await handle.close();
  } catch (error) {
    await handle.close();
    await rm(aside, { force: true });
    throw error;
  }
  await rename(aside, file);
  await flushFolder(folder);
}

async function flushFolder(folder: string): Promise<void> {
  // Windows does not open folders, and flushes their entries by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
