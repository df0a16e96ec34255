import {
  type ChangedThing,
  type ChangeJudged,
  changesKept,
  type DatasetReference,
  type FileKind,
} from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { datasetParts } from './data-window.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a revision consists of, as far as a class depends on it. */
export interface ChangeSide {
  readonly dossier: {
    readonly parameters?: Json | null;
    readonly buildEnvironment?: Json | null;
    readonly datasets?: readonly DatasetReference[] | null;
    readonly decision?: unknown;
    readonly outcomeRule?: unknown;
    readonly tolerance?: unknown;
    readonly fallback?: unknown;
  };
  readonly files: readonly { readonly path: string; readonly kind: FileKind; readonly digest: string }[];
}

/** Name and content of each part, where equal contents are equal texts. */
type Parts = ReadonlyMap<string, string>;

const textOf = (value: unknown): string => canonicalJson((value ?? null) as JsonValue);

/** Parameters that are objects part by part: `model.max_depth`. */
const parametersOf = (object: Json | null | undefined, path = '', depth = 0): Parts =>
  new Map(
    Object.entries(object ?? {}).flatMap(([name, value]): [string, string][] =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && depth < 4
        ? [...parametersOf(value as Json, `${path}${name}.`, depth + 1)]
        : [[`${path}${name}`, textOf(value)]],
    ),
  );

/** A captured environment keeps its packages in objects: each is a part of its own. */
const packagesOf = (environment: Json | null | undefined): Parts =>
  new Map(
    Object.entries(environment ?? {}).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([part, of]): [string, string] => [`${name} / ${part}`, textOf(of)])
        : [[name, textOf(value)] as [string, string]],
    ),
  );

const filesOf = ({ files }: ChangeSide, kind: FileKind): Parts =>
  new Map(files.filter((file) => file.kind === kind).map(({ path, digest }) => [path, digest]));

function changesOf(thing: ChangedThing['thing'], before: Parts, after: Parts): ChangedThing[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name): ChangedThing[] => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    return [{ thing, name, change: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed' }];
  });
}

/** Files of these kinds are the same in a retraining, to the byte. */
const fixedFiles = [
  ['script', 'script'],
  ['schema', 'schema'],
  ['robustness', 'robustness'],
] as const;
/** Files that training writes: what was fitted, what the fitted object answers, what a notebook recorded. */
const fittedFiles = [
  ['fitted', 'artifact'],
  ['golden-set', 'golden-set'],
  ['notebook', 'notebook'],
] as const;
const fixedRules = [
  ['decision', 'decision'],
  ['outcome-rule', 'outcomeRule'],
  ['tolerance', 'tolerance'],
  ['fallback', 'fallback'],
] as const;

/**
 * The class of `after` against `before`: a retraining where only parameters (and configuration files) that are declared as
 * varying, the data window and what was fitted differ, and both have scripts, of equal digests. Prose counts for nothing.
 */
export function judgeChange(before: ChangeSide, after: ChangeSide, varying: readonly string[]): ChangeJudged {
  // A declared parameter is declared with all of its parts.
  const isDeclared = ({ name }: ChangedThing) =>
    varying.some((one) => name === one || name.startsWith(`${one}.`));
  const [old, now] = [before.dossier, after.dossier];
  const tunable = [
    ...changesOf('parameter', parametersOf(old.parameters), parametersOf(now.parameters)),
    ...changesOf('configuration', filesOf(before, 'configuration'), filesOf(after, 'configuration')),
  ];
  const data = [datasetParts(old.datasets ?? []), datasetParts(now.datasets ?? [])] as const;
  const reasons = [
    ...fixedFiles.flatMap(([thing, kind]) => changesOf(thing, filesOf(before, kind), filesOf(after, kind))),
    ...tunable.filter((thing) => !isDeclared(thing)),
    ...changesOf('build-environment', packagesOf(old.buildEnvironment), packagesOf(now.buildEnvironment)),
    ...changesOf('data', data[0].fixed, data[1].fixed),
    ...fixedRules.flatMap(([thing, field]) =>
      changesOf(thing, new Map([[thing, textOf(old[field])]]), new Map([[thing, textOf(now[field])]])),
    ),
  ];
  const allowed = [
    ...tunable.filter(isDeclared),
    ...changesOf('data', data[0].window, data[1].window),
    ...fittedFiles.flatMap(([thing, kind]) => changesOf(thing, filesOf(before, kind), filesOf(after, kind))),
  ];
  const scriptless = [before, after].some((side) => filesOf(side, 'script').size === 0);
  return {
    class: reasons.length > 0 ? 'redesign' : scriptless ? null : 'retrain',
    codes: scriptless ? ['NO_SCRIPTS'] : [],
    reasons: kept(reasons),
    allowed: kept(allowed),
  };
}

const kept = (items: ChangedThing[]) => ({ items: items.slice(0, changesKept), total: items.length });

/** What is said of the first version of a model. */
export const firstOfModel: ChangeJudged = {
  class: null,
  codes: ['NO_VERSION_BEFORE'],
  reasons: { items: [], total: 0 },
  allowed: { items: [], total: 0 },
};
