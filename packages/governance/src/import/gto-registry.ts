import { importLimits } from '@countersign/contracts';
import type { DraftList } from './draft.ts';
import type { GitFolder } from './git-folder.ts';
import { refuseImport } from './refuse-import.ts';

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

/** @throws Refusal IMPORT_REFUSED */
function tagsOf(git: GitFolder): GtoTag[] {
  const tags = git.refs.flatMap((ref) => {
    const said = form.exec(ref.name)?.groups;
    return said?.name ? [{ ref, name: said.name, said }] : [];
  });
  if (tags.length > importLimits.tags)
    throw refuseImport(git.folder, '', `has more than ${importLimits.tags} tags of GTO`);
  return tags.map(({ ref, name, said }) => {
    const commit = git.commitOf(ref);
    return {
      file: `${ref.file}${ref.file.endsWith(ref.name) ? '' : `, ${ref.name}`}`,
      name,
      version: said.version ?? null,
      stage: said.stage ?? null,
      isCancelled: said.cancel === '!' || said.version === 'deprecated',
      counter: Number(said.counter ?? 0),
      commit: commit?.oid ?? null,
      at: commit?.at ?? null,
    };
  });
}

/** The last word about one thing: the highest counter, and of two the one that takes back. */
const lastOf = (tags: readonly GtoTag[]): GtoTag =>
  tags.reduce((last, tag) =>
    tag.counter > last.counter || (tag.counter === last.counter && tag.isCancelled) ? tag : last,
  );

function grouped(tags: readonly GtoTag[], by: (tag: GtoTag) => string): GtoTag[][] {
  const groups = new Map<string, GtoTag[]>();
  for (const tag of tags) {
    const group = groups.get(by(tag)) ?? [];
    group.push(tag);
    groups.set(by(tag), group);
  }
  return [...groups.values()];
}

const unknown = 'unknown: what the tag stands for is not in the archive';
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
      here: tag.isCancelled
        ? 'nothing: it was taken back'
        : `version ${tag.version!.slice(1)}, once somebody registers it with its files`,
      'stages said': tag.commit === null ? null : inStages.map(({ stage }) => stage).join(', '),
      'said to be deprecated': gone.has(tag.name) ? 'yes' : null,
      commit: tag.commit?.slice(0, 12) ?? unknown,
      tagged: tag.at,
    });
  }
  const bare = current.filter(
    (tag) =>
      !versions.some(({ name, commit }) => name === tag.name && commit === tag.commit && commit !== null),
  );
  for (const tag of bare)
    list.item('claim', `${tag.name} in stage ${tag.stage}`, tag.file, {
      here: 'nothing: no version is known of the tag’s commit',
      commit: tag.commit?.slice(0, 12) ?? unknown,
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
