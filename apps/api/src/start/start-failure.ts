import { EmbeddedPostgresError, MigrationError } from '@countersign/database';
import { SettingError } from '../settings.ts';

/** Why Countersign does not start: one sentence or two, saying what to do. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** Somebody asked to stop while it was still starting. */
export class StartCancelled extends Error {
  override readonly name = 'StartCancelled';
}

interface SystemError extends Error {
  code?: string;
  path?: string;
  port?: number;
  address?: string;
}

const advice: Readonly<Record<string, (error: SystemError) => string>> = {
  EADDRINUSE: ({ port }) => `Port ${port} is taken by another program. Stop it, or set PORT to another one.`,
  EADDRNOTAVAIL: ({ address }) =>
    `This machine does not have the address ${address}. Set HOST to one that it has.`,
  EACCES: ({ path, port }) =>
    path
      ? `The account that runs this may not use ${path}. Give it the right, or set COUNTERSIGN_DATA.`
      : `Port ${port} may not be opened by this account.`,
  EEXIST: ({ path }) => `${path} is a file, not a folder. Set COUNTERSIGN_DATA to a folder.`,
  ENOTDIR: ({ path }) => `A part of ${path} is a file, not a folder. Set COUNTERSIGN_DATA to a folder.`,
  ENOENT: ({ path }) => `${path} cannot be made there. Set COUNTERSIGN_DATA to a folder that can be written.`,
  EROFS: ({ path }) =>
    `${path} lies on a read-only disk. Set COUNTERSIGN_DATA to a folder that can be written.`,
  ENOSPC: () => 'The disk is full. Make room, then start again.',
  ECONNREFUSED: () =>
    'The database at DATABASE_URL refuses the connection. Start it, or correct the address.',
  ENOTFOUND: () => 'The host in DATABASE_URL is not known. Correct the address.',
  '28P01': () => 'The database does not accept the password in DATABASE_URL or DATABASE_OWNER_URL.',
  '3D000': () => 'The database that DATABASE_URL names does not exist. Create it first.',
  '42501': () =>
    'The role in DATABASE_OWNER_URL may not make tables. Give it the database, or set DATABASE_OWNER_URL to its owner.',
};

/** What to print for a failed start. `step` is what was being done. */
export function explain(error: unknown, step: string): string {
  if (error instanceof SettingError || error instanceof StartFailure) return error.message;
  if (error instanceof EmbeddedPostgresError || error instanceof MigrationError) return error.message;
  if (!(error instanceof Error)) return `${step} failed: ${String(error)}`;
  const known = advice[(error as SystemError).code ?? ''];
  return `${step} failed: ${known ? known(error) : error.message}`;
}
