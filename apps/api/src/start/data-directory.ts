import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
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
  await mkdir(directory, { recursive: true, mode: 0o755 });
  return directory;
}

function defaultDirectory(settings: Settings, say: (sentence: string) => void): string {
  const here = resolve(usual);
  const closed = settings.database ? undefined : findUnreachableFolder(here);
  if (!closed) return here;
  say(`PostgreSQL cannot enter ${closed} while this runs as root: data is kept in ${ofTheSystem}.`);
  return ofTheSystem;
}
