import { setTimeout as sleep } from 'node:timers/promises';
import type { EntryRow, ModelRow, SignOffRow, VersionRow } from '@countersign/contracts';
import { demand } from './faults-caller.ts';
import type { Cast } from './faults-cast.ts';
import type { Acknowledged } from './faults-load.ts';

/** What must not be; every list is empty in a portal that keeps its word. */
export interface Findings {
  /** Acknowledged, and not there. */
  readonly lost: readonly string[];
  /** There, and no entry says so. */
  readonly silent: readonly string[];
  /** An entry tells of it, and it is not there; or it is told twice. */
  readonly unfounded: readonly string[];
  /** Numbers and steps that are missing, or given twice. */
  readonly gaps: readonly string[];
}

const without = (ids: Iterable<string>, known: ReadonlySet<string>) =>
  [...ids].filter((id) => !known.has(id));

/** Reads everything back over HTTP and holds it against what was acknowledged, and rows against entries. */
export async function inspect(cast: Cast, acknowledged: Acknowledged): Promise<Findings> {
  const { auditor } = cast;
  const entries = await numberedEntries(cast);
  const subjectsOf = (event: string) =>
    entries.filter((entry) => entry.event === event).map(({ subject }) => subject.id);
  const models = (await auditor.all<ModelRow>('/models')).map(({ id }) => id);
  const versions = [];
  for (const key of [...cast.shelves, 'signed', cast.served.model])
    versions.push(...(await auditor.all<VersionRow>(`/models/${key}/versions`)));
  const signOffs = [];
  for (const { model, label } of versions.filter((version) => version.model.key === 'signed')) {
    const path = `/models/${model.key}/versions/${label}/sign-offs`;
    signOffs.push(...demand(await auditor.rest<{ items: SignOffRow[] }>('GET', path)).items);
  }

  const rows = { models: new Set(models), versions: new Set(versions.map(({ id }) => id)) };
  const told = { models: subjectsOf('model.created'), versions: subjectsOf('version.registered') };
  const signedIn = new Set(
    entries.filter(({ event }) => event === 'version.signed-off').map(({ number }) => number),
  );
  const stateOf = new Map(signOffs.map(({ id, state }) => [id, state]));
  const ids = new Set(entries.map(({ id }) => id));
  const receipts = [...acknowledged.signOffs, ...acknowledged.withdrawals].map(({ receipt }) => receipt);
  const numberOf = new Map(entries.map(({ id, number }) => [id, number]));

  return {
    lost: [
      ...without(acknowledged.models, rows.models),
      ...without(acknowledged.versions, rows.versions),
      ...acknowledged.signOffs.filter(({ id }) => !stateOf.has(id)).map(({ id }) => id),
      ...acknowledged.withdrawals
        .filter(({ signOffId }) => stateOf.get(signOffId) !== 'withdrawn')
        .map(({ signOffId }) => `withdrawal of ${signOffId}`),
      ...without(
        receipts.flatMap(({ entryIds }) => entryIds),
        ids,
      ).map((id) => `entry ${id}`),
      ...receipts
        .filter(({ number, entryIds }) => number !== null && numberOf.get(entryIds[0]!) !== number)
        .map(({ number }) => `number ${number}`),
      ...(await unreadable(cast, acknowledged.predictions)),
    ],
    silent: [
      ...without(rows.models, new Set(told.models)),
      ...without(rows.versions, new Set(told.versions)),
      ...signOffs.filter(({ number }) => number === null || !signedIn.has(number)).map(({ id }) => id),
    ],
    unfounded: [
      ...without(told.models, rows.models),
      ...without(told.versions, rows.versions),
      ...twice(told.models),
      ...twice(told.versions),
      ...without([...signedIn].map(String), new Set(signOffs.map(({ number }) => String(number)))),
    ],
    gaps: [
      ...gapsIn(
        'numbers',
        entries.map(({ number }) => number),
        0,
      ),
      ...gapsInSteps(entries),
    ],
  };
}

/** All entries, once the sequencer has numbered the last of them. */
async function numberedEntries({ auditor }: Cast): Promise<EntryRow[]> {
  for (let look = 0; look < 100; look += 1) {
    const entries = await auditor.all<EntryRow>('/entries');
    if (entries.every(({ number }) => number !== null)) return entries;
    await sleep(100);
  }
  throw new Error('entries stay without a number');
}

/** A change of a version writes all of its entries or none: steps are dense from 1. */
function gapsInSteps(entries: readonly EntryRow[]): string[] {
  const steps = new Map<string, (number | null)[]>();
  for (const { subject, step } of entries)
    if (subject.kind === 'version' && step !== null)
      steps.set(subject.id, [...(steps.get(subject.id) ?? []), step]);
  return [...steps].flatMap(([id, of]) => gapsIn(`steps of ${id}`, of, 1));
}

function gapsIn(name: string, numbers: readonly (number | null)[], first: number): string[] {
  const sorted = numbers.map(Number).sort((a, b) => a - b);
  const wrong = sorted.findIndex((number, position) => number !== first + position);
  return wrong === -1 ? [] : [`${name}: ${sorted[wrong]} in the place of ${first + wrong}`];
}

const twice = (ids: readonly string[]) => ids.filter((id, position) => ids.indexOf(id) !== position);

/** Answered predictions that cannot be read; eight are asked for at once. */
async function unreadable({ auditor }: Cast, predictions: readonly string[]): Promise<string[]> {
  const left = [...predictions];
  const missing: string[] = [];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let id = left.pop(); id !== undefined; id = left.pop()) {
        const reply = await auditor.rest<{ id: string }>('GET', `/predictions/${id}`);
        if (!reply.done || reply.body.id !== id) missing.push(`prediction ${id}`);
      }
    }),
  );
  return missing;
}
