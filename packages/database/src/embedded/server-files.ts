import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { findUnreachableFolder } from './find-unreachable-folder.ts';
import type { ServerAccount } from './server-account.ts';

/** Where the parts of one embedded server lie inside its data directory. */
export interface ServerFiles {
  folder: string;
  /** PostgreSQL's own data directory. */
  cluster: string;
  /** The pid, port and state that PostgreSQL writes while it runs. */
  pidFile: string;
  log: string;
  secret: string;
}

const LOG_LIMIT = 10 * 1024 * 1024; // bytes; a longer log is set aside at the next start

/** Makes the data directory, enterable by the server's account, and reads or draws its secret. */
export function prepareServerFiles(dataDirectory: string, account: ServerAccount | undefined): ServerFiles {
  makeEnterable(resolve(dataDirectory), account);
  // PostgreSQL reports its data directory as it was given; a real path can be compared later.
  const folder = realpathSync(dataDirectory);
  const closed = findUnreachableFolder(folder, account);
  if (closed) {
    throw new EmbeddedPostgresError(
      'DATA_UNREACHABLE',
      `PostgreSQL runs as "${account?.name}", because it refuses root, and that account may not enter ${closed}, ` +
        `so its data cannot lie in ${folder}. Set COUNTERSIGN_DATA to another folder (such as /var/lib/countersign), ` +
        'start Countersign as an ordinary user, or set DATABASE_URL to a server of your own.',
    );
  }
  const log = join(folder, 'postgres.log');
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(log, `${log}.1`);
  const cluster = join(folder, 'cluster');
  return {
    folder,
    cluster,
    pidFile: join(cluster, 'postmaster.pid'),
    log,
    secret: readSecret(join(folder, 'secret')),
  };
}

function makeEnterable(folder: string, account: ServerAccount | undefined): void {
  if (existsSync(folder)) return;
  makeEnterable(dirname(folder), account);
  mkdirSync(folder, { recursive: true });
  // The umask may have closed the new folder to the server's account; entering is allowed, listing is not.
  chmodSync(folder, account ? 0o711 : 0o700);
}

// Linked into place whole, so that two first starts agree on one secret and a crash leaves none half written.
function readSecret(file: string): string {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(file, 'utf8');
}

/** Writes a file that the server's account alone may read. */
export function writeForAccount(file: string, content: string, account: ServerAccount | undefined): void {
  writeFileSync(file, content, { mode: 0o600 });
  if (account) chownSync(file, account.uid, account.gid);
}
