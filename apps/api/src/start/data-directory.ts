import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { findUnreachableFolder } from '@countersign/database';
import type { Settings } from '../settings.ts';

const usual = '.countersign';
const ofTheSystem = '/var/lib/countersign';

/**
 * The folder that keeps everything, made where it is missing. Root lends PostgreSQL another account, which may not be
 * able to enter the usual place, such as a clone in /root: then it is a folder of the system.
 */
export async function openDataDirectory(
  settings: Settings,
  say: (sentence: string) => void,
): Promise<string> {
  const directory = settings.dataDirectory ?? defaultDirectory(settings, say);
  await makeFolder(directory);
  return directory;
}

/** Not by `recursive`, with which Node never returns where the system itself makes the folders, as below /proc. */
async function makeFolder(folder: string): Promise<void> {
  const mode = 0o755;
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    const above = dirname(folder);
    if (code !== 'ENOENT' || above === folder) throw error;
    await makeFolder(above);
    await mkdir(folder, { mode });
  }
}

function defaultDirectory(settings: Settings, say: (sentence: string) => void): string {
  const here = resolve(usual);
  const closed = settings.database ? undefined : findUnreachableFolder(here);
  if (!closed) return here;
  say(`PostgreSQL cannot enter ${closed} while this runs as root: data is kept in ${ofTheSystem}.`);
  return ofTheSystem;
}
