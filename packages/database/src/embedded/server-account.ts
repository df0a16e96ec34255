import { readFileSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** Numeric ids that the server's processes run under. */
export interface ServerAccount {
  name: string;
  uid: number;
  gid: number;
}

/**
 * The account that PostgreSQL runs under: undefined means the present one. PostgreSQL refuses to run as root, so root
 * lends it the account `postgres`, or `nobody` where there is none.
 */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const account = findAccount('postgres') ?? findAccount('nobody');
  if (!account || account.uid === 0) {
    throw new EmbeddedPostgresError(
      'NO_UNPRIVILEGED_ACCOUNT',
      'PostgreSQL refuses to run as root, and there is neither an account "postgres" nor "nobody" to lend to it. ' +
        'Start Countersign as an ordinary user, or set DATABASE_URL to a server of your own.',
    );
  }
  return account;
}

function findAccount(name: string): ServerAccount | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : undefined;
}
