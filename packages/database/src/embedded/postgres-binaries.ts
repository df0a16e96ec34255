import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { runBinary } from './run-binary.ts';
import type { ServerAccount } from './server-account.ts';

interface BinaryPackage {
  /** Folder that holds bin, lib and share. */
  native: string;
  version: string;
}

async function findBinaryPackage(): Promise<BinaryPackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return { native: join(folder, 'native'), version };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'UNSUPPORTED_PLATFORM',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} here (package ${name}). ` +
        'Set DATABASE_URL to a PostgreSQL 18 server of your own.',
      { cause },
    );
  }
}

/**
 * The folder of PostgreSQL's programs, ready to run under `account`: a copy of the npm package, because the package's
 * library links are made by an install script that pnpm does not run, and because node_modules may lie where the
 * account cannot go. The first place is taken in which the copy really starts, so a closed folder or a file system
 * mounted noexec is passed over.
 */
export async function postgresBinaries(
  account: ServerAccount | undefined,
  dataDirectory: string,
): Promise<string> {
  const source = await findBinaryPackage();
  const refused: string[] = [];
  for (const place of candidatePlaces(account, dataDirectory)) {
    const folder = join(place, `postgresql-${source.version}-${process.platform}-${process.arch}`);
    try {
      await assertOwnFolder(place);
      if (!(await startsFrom(folder, account)).ok) await copyBinaries(source, folder, account);
      const trial = await startsFrom(folder, account);
      if (trial.ok) return join(folder, 'bin');
      refused.push(`${folder}: ${trial.output}`);
    } catch (error) {
      refused.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new EmbeddedPostgresError(
    'BINARIES_UNUSABLE',
    `PostgreSQL's programs cannot be run from any of these folders (closed, or mounted noexec):\n  ${refused.join('\n  ')}\n` +
      'Make one of them usable, or set DATABASE_URL to a server of your own.',
  );
}

function candidatePlaces(account: ServerAccount | undefined, dataDirectory: string): string[] {
  const temporary = join(tmpdir(), `countersign-${process.getuid?.() ?? 'user'}`);
  const beside = join(dataDirectory, 'programs');
  if (account) return ['/var/cache/countersign', '/var/lib/countersign', beside, temporary];
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return [join(cache, 'countersign'), beside, temporary];
}

/** Refuses a folder that somebody else made or may write: what lies there would be run. */
async function assertOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error('belongs to somebody else');
  await chmod(folder, 0o755);
}

const startsFrom = (folder: string, account: ServerAccount | undefined) =>
  runBinary(join(folder, 'bin', 'postgres'), ['--version'], account);

async function copyBinaries(
  { native }: BinaryPackage,
  folder: string,
  account: ServerAccount | undefined,
): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await cp(native, draft, { recursive: true });
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const link of links) {
    const inDraft = (path: string) => join(draft, path.replace(/^native\//, ''));
    await rm(inDraft(link.target), { force: true });
    await symlink(relative(dirname(inDraft(link.target)), inDraft(link.source)), inDraft(link.target));
  }
  await openToEveryone(draft);
  try {
    await rename(draft, folder);
  } catch {
    // Another process has finished the same copy meanwhile, or an earlier one is damaged.
    if (!(await startsFrom(folder, account)).ok) {
      await rm(folder, { recursive: true, force: true });
      await rename(draft, folder);
    }
    await rm(draft, { recursive: true, force: true });
  }
}

/** Readable by all, programs executable by all, whatever the umask was. */
async function openToEveryone(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToEveryone(path);
    else if (entry.isFile()) await chmod(path, folder.endsWith('/bin') ? 0o755 : 0o644);
  }
}
