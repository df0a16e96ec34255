import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ServerAccount, serverAccount } from './server-account.ts';

/**
 * The first folder above or at `path` that the server's account may not enter, or undefined where the way is free.
 * Root alone meets this: its server runs under another account, which a folder such as /root (0700) keeps out.
 * Folders that do not exist yet are passed over: they will be made enterable.
 */
export function findUnreachableFolder(
  path: string,
  account: ServerAccount | undefined = serverAccount(),
): string | undefined {
  if (!account) return undefined;
  const ancestors: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    ancestors.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  return ancestors.find((folder) => {
    const found = statSync(folder, { throwIfNoEntry: false });
    return found !== undefined && !mayEnter(found, account);
  });
}

function mayEnter(folder: { mode: number; uid: number; gid: number }, account: ServerAccount): boolean {
  if (folder.uid === account.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === account.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}
