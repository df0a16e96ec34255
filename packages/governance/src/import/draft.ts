import {
  type AttachmentKind,
  type AttachmentMedia,
  type ClaimedFigure,
  type ImportedItem,
  type ImportKind,
  importLimits,
  type LeftAside,
  type LogRun,
  type Manifest,
} from '@countersign/contracts';
import { refuseImport } from './refuse-import.ts';

/** What somebody's files would become here, before anything was looked up or written. */
export interface Draft {
  readonly kind: ImportKind;
  readonly items: readonly ImportedItem[];
  readonly aside: readonly LeftAside[];
  /** Runs by experiment. */
  readonly runs: readonly { readonly experiment: string; readonly runs: readonly LogRun[] }[];
  /** A version whose label may still be unsaid, with the bytes of its files by digest. */
  readonly version: DraftVersion | null;
  /** What goes beside a version that is there; where there is a version as well, the label decides. */
  readonly document?: DraftDocument;
  /** What keeps it from being carried out, whatever is here. */
  readonly blockers: readonly string[];
}

export interface DraftVersion {
  readonly manifest: Omit<Manifest, 'model' | 'version'>;
  readonly bytes: ReadonlyMap<string, Uint8Array>;
  /** The run that made it, as the other tool calls it. */
  readonly run: string | null;
}

export interface DraftDocument {
  readonly kind: AttachmentKind;
  readonly title: string;
  readonly fileName: string;
  readonly mediaType: AttachmentMedia;
  readonly bytes: Uint8Array;
  readonly figures: readonly ClaimedFigure[];
}

/** Paths that one reason keeps aside, as many as a list shows. */
const pathsShown = 20;

/** Collects what is made of files, and what is left aside and why. */
export class DraftList {
  readonly items: ImportedItem[] = [];
  readonly #aside = new Map<string, { count: number; paths: string[] }>();

  item(
    what: ImportedItem['what'],
    name: string,
    from: string,
    facts: Readonly<Record<string, string | number | null | undefined>> = {},
  ): void {
    const said = Object.entries(facts).flatMap(([fact, value]) =>
      value === null || value === undefined || value === '' || value === 0
        ? []
        : [{ name: fact, value: typeof value === 'number' ? value.toLocaleString('en') : value }],
    );
    this.items.push({ what, name, from, facts: said });
  }

  leave(path: string, reason: string): void {
    const list = this.#aside.get(reason) ?? { count: 0, paths: [] };
    list.count += 1;
    if (list.paths.length < pathsShown) list.paths.push(path);
    this.#aside.set(reason, list);
  }

  get aside(): LeftAside[] {
    return [...this.#aside].map(([reason, { count, paths }]) => ({ reason, count, paths }));
  }
}

/** @throws Refusal IMPORT_REFUSED where there is more than one import takes */
export function refuseManyFacts(runs: Draft['runs']): void {
  const all = runs.flatMap((one) => one.runs);
  if (all.length > importLimits.runs)
    throw refuseImport('The archive', '', `has more than ${importLimits.runs} runs; import it in parts`);
  let facts = 0;
  for (const run of all) facts += factsOf(run);
  if (facts > importLimits.facts)
    throw refuseImport(
      'The archive',
      '',
      `has more than ${importLimits.facts} parameters, values, tags, datasets and artifacts; import it in parts`,
    );
}

export const factsOf = ({ parameters, tags, metrics, datasets, artifacts }: LogRun): number =>
  Object.keys(parameters ?? {}).length +
  Object.keys(tags ?? {}).length +
  (metrics?.length ?? 0) +
  (datasets?.length ?? 0) +
  (artifacts?.length ?? 0);
