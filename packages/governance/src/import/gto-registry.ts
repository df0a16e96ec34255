import type { DraftList } from './draft.ts';
import type { GitFolder } from './git-folder.ts';

/** What tags of GTO say of one commit (https://dvc.org/doc/gto/user-guide): names with their versions and stages. */
export interface GtoTags {
  readonly versions: ReadonlyMap<string, string>;
  readonly stages: ReadonlyMap<string, readonly string[]>;
}

interface GtoTag {
  readonly file: string;
  readonly name: string;
  readonly version: string | null;
  readonly stage: string | null;
  readonly isCancelled: boolean;
  /** Later ones win; 0 where none is said. */
  readonly counter: number;
  readonly commit: string | null;
  readonly at: string | null;
}

const form =
  /^refs\/tags\/(?<name>[A-Za-z0-9][\w./=-]*?)(?:@(?<version>v\d+\.\d+\.\d+(?:[-+][\w.+-]+)?|deprecated)|#(?<stage>[A-Za-z0-9][\w-]*))(?<cancel>!?)(?:#(?<counter>\d{1,9}))?$/;

function tagsOf(git: GitFolder): GtoTag[] {
  return git.refs.flatMap((ref) => {
    const said = form.exec(ref.name)?.groups;
    if (!said?.name) return [];
    const commit = git.commitOf(ref);
    return [
      {
        file: `${ref.file}${ref.file.endsWith(ref.name) ? '' : `, ${ref.name}`}`,
        name: said.name,
        version: said.version ?? null,
        stage: said.stage ?? null,
        isCancelled: said.cancel === '!' || said.version === 'deprecated',
        counter: Number(said.counter ?? 0),
        commit: commit?.oid ?? null,
        at: commit?.at ?? null,
      },
    ];
  });
}

/** The last word about one thing: the highest counter, and of two the one that takes back. */
const lastOf = (tags: readonly GtoTag[]): GtoTag =>
  tags.reduce((last, tag) =>
    tag.counter > last.counter || (tag.counter === last.counter && tag.isCancelled) ? tag : last,
  );

function grouped(tags: readonly GtoTag[], by: (tag: GtoTag) => string): GtoTag[][] {
  const groups = new Map<string, GtoTag[]>();
  for (const tag of tags) groups.set(by(tag), [...(groups.get(by(tag)) ?? []), tag]);
  return [...groups.values()];
}

const notHere = 'A stage of GTO: here a version moves by its gates alone, no tag moves it';

/**
 * What the tags of GTO would come to here, listed as claims: a version by its label, and the stages that it is said to stand in, into
 * which nothing is moved. @returns what they say by commit
 */
export function readGtoTags(git: GitFolder, list: DraftList): ReadonlyMap<string, GtoTags> {
  const tags = tagsOf(git);
  const gone = new Set(tags.filter(({ version }) => version === 'deprecated').map(({ name }) => name));
  const versions = grouped(
    tags.filter(({ version }) => version !== null && version !== 'deprecated'),
    ({ name, version }) => `${name}@${version}`,
  ).map(lastOf);
  const stages = grouped(
    tags.filter(({ stage }) => stage !== null),
    ({ name, stage }) => `${name}#${stage}`,
  ).map(lastOf);
  const current = stages.filter(({ isCancelled }) => !isCancelled);
  for (const tag of stages) list.leave(`${tag.name}#${tag.stage}`, notHere);
  for (const tag of versions) {
    const inStages = current.filter(({ name, commit }) => name === tag.name && commit === tag.commit);
    list.item('claim', `${tag.name} ${tag.version}`, tag.file, {
      'would be here': tag.isCancelled
        ? 'nothing: taken back'
        : `version ${tag.version!.slice(1)}, registered with its files`,
      'stages said': tag.commit === null ? null : inStages.map(({ stage }) => stage).join(', '),
      'said to be deprecated': gone.has(tag.name) ? 'yes' : null,
      commit: tag.commit?.slice(0, 12) ?? 'unknown: the tag lies in a pack',
      tagged: tag.at,
    });
  }
  const bare = current.filter(
    (tag) =>
      !versions.some(({ name, commit }) => name === tag.name && commit === tag.commit && commit !== null),
  );
  for (const tag of bare)
    list.item('claim', `${tag.name} in stage ${tag.stage}`, tag.file, {
      'would be here': 'nothing: the tag’s commit has no version that is known here',
      commit: tag.commit?.slice(0, 12) ?? 'unknown: the tag lies in a pack',
      tagged: tag.at,
    });
  return byCommit([...versions.filter(({ isCancelled }) => !isCancelled), ...current]);
}

function byCommit(tags: readonly GtoTag[]): Map<string, GtoTags> {
  const found = new Map<string, { versions: Map<string, string>; stages: Map<string, string[]> }>();
  for (const { commit, name, version, stage } of tags) {
    if (commit === null) continue;
    const at = found.get(commit) ?? { versions: new Map(), stages: new Map() };
    found.set(commit, at);
    if (version !== null) at.versions.set(name, version);
    if (stage !== null) at.stages.set(name, [...(at.stages.get(name) ?? []), stage].sort());
  }
  return found;
}
