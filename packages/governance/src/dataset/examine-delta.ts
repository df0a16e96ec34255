import { datasetLimits } from '@countersign/contracts';
import type { FactList } from './fact-list.ts';
import type { RegisteredFile, RegisteredFiles } from './registered-files.ts';
import { commitVersion, type DeltaCommit, DeltaReplay, versionAt } from './replay-delta-log.ts';

interface Commit {
  readonly version: number;
  readonly file: RegisteredFile;
}

const notHere = 'no log of the table is registered with the version';

/** A table's version or moment against the commits of its `_delta_log`, where the version's files have them. */
export async function examineDelta(list: FactList, files: RegisteredFiles): Promise<void> {
  const { log, version, timestamp } = list.source;
  const folder = typeof log === 'string' ? log.replace(/\/$/, '') : onlyLog(files);
  const commits = folder === null ? [] : commitsIn(files, folder);
  if (typeof log === 'string' && commits.length === 0)
    list.contradicted('log', 'source.log', log, 'the version has no commit of a Delta table in this folder');
  if (folder !== null && commits.length > 0)
    await list.reading('log', 'source.log', folder, () => holdLog(list, files, folder, commits));
  list.claimed('version', 'source.version', version, notHere);
  list.claimed('moment', 'source.timestamp', timestamp, notHere);
  list.claimed('files', 'source.files', list.source.files, notHere);
  list.claimed('size', 'source.size', list.source.size, notHere);
}

const logPart = /(?:^|\/)_delta_log$/;
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The one log that the version's files have; where there are more, a reference must say which. */
function onlyLog(files: RegisteredFiles): string | null {
  const logs = new Set(files.list.map(({ path }) => folderOf(path)).filter((folder) => logPart.test(folder)));
  return logs.size === 1 ? [...logs][0]! : null;
}

const commitsIn = (files: RegisteredFiles, folder: string): Commit[] =>
  files.list
    .flatMap((file) => {
      const version =
        folderOf(file.path) === folder ? commitVersion(file.path.slice(folder.length + 1)) : null;
      return version === null ? [] : [{ version, file }];
    })
    .sort((a, b) => a.version - b.version);

async function holdLog(
  list: FactList,
  files: RegisteredFiles,
  folder: string,
  commits: readonly Commit[],
): Promise<void> {
  const { version, timestamp } = list.source;
  const last = commits.at(-1)!.version;
  if (typeof version === 'number' && !commits.some((commit) => commit.version === version))
    return list.contradicted('version', 'source.version', version, absent(folder, commits, version));
  if (commits.some((commit, at) => commit.version !== at))
    return unread(
      list,
      folder,
      `${folder} does not hold every commit from 0 to ${last}; checkpoints are not read here`,
    );
  const moment = typeof timestamp === 'string' ? Date.parse(timestamp) : null;
  const meant =
    moment === null ? (version as number) : await versionThen(list, files, commits, moment, folder);
  if (meant === null) return;
  const replay = await replayed(files, commits.slice(0, meant + 1));
  if (!replay)
    return unread(list, folder, `the commits of ${folder} are larger than what is read to check them`);
  list.checked('log', 'source.log', folder, `read from commit 0 to ${meant} of ${last}`);
  if (moment === null) list.checked('version', 'source.version', version, `${folder} has it`);
  const { state } = replay;
  const where = `version ${meant} in ${folder}`;
  list.held('files', 'source.files', list.source.files, state.files, where);
  list.held('size', 'source.size', list.source.size, state.bytes, where);
  if (state.rows !== null) list.held('rows', 'rows', list.reference.rows, state.rows, where);
  else list.claimed('rows', 'rows', list.reference.rows, `some files of ${where} have no statistics`);
}

const absent = (folder: string, commits: readonly Commit[], version: number): string => {
  const last = commits.at(-1)!.version;
  return version > last ? `${folder} ends with version ${last}` : `${folder} has no commit of it`;
};

/** The log is there and cannot be added up: what it would show stays claimed, for this reason. */
function unread(list: FactList, folder: string, why: string): void {
  const { version, timestamp, files, size } = list.source;
  list.claimed('log', 'source.log', folder, why);
  if (typeof version === 'number')
    list.checked('version', 'source.version', version, `${folder} has its commit`);
  list.claimed('moment', 'source.timestamp', timestamp, why);
  list.claimed('files', 'source.files', files, why);
  list.claimed('size', 'source.size', size, why);
  list.claimed('rows', 'rows', list.reference.rows, why);
}

async function versionThen(
  list: FactList,
  files: RegisteredFiles,
  commits: readonly Commit[],
  moment: number,
  folder: string,
): Promise<number | null> {
  const replay = await replayed(files, commits);
  const times: readonly DeltaCommit[] = replay?.commits ?? [];
  const found = versionAt(times, moment);
  const { timestamp } = list.source;
  if (found !== null) {
    list.checked(
      'moment',
      'source.timestamp',
      timestamp,
      `by what its commits say of their times, version ${found}`,
    );
    return found;
  }
  const first = times[0]?.at;
  if (first !== undefined && first !== null && moment < first && times.every(({ at }) => at !== null))
    list.contradicted(
      'moment',
      'source.timestamp',
      timestamp,
      `${folder} begins only ${new Date(first).toISOString()}`,
    );
  else unread(list, folder, `the commits of ${folder} end before it, or do not say when they were made`);
  return null;
}

async function replayed(files: RegisteredFiles, commits: readonly Commit[]): Promise<DeltaReplay | null> {
  const replay = new DeltaReplay();
  for (const { version, file } of commits) {
    const bytes = await files.read(file, datasetLimits.deltaLog);
    if (!bytes) return null;
    replay.take(version, bytes);
  }
  return replay;
}
