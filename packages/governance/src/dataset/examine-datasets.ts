import type { DatasetReference, ExaminedDataset } from '@countersign/contracts';
import { refuse } from './check-references.ts';
import { examineKind, fileAt, notFetched } from './examine-kind.ts';
import { FactList, type PlacedFact } from './fact-list.ts';
import { whyFittedOnAll } from './fitted-on-all.ts';
import { judgeData } from './judge-data.ts';
import type { RegisteredFile, RegisteredFiles } from './registered-files.ts';

/**
 * What a reference says, fact by fact: checked where the files of its version show it, contradicted where they show
 * something else, claimed where they show nothing. Reads bounded bytes of those files and nothing outside.
 */
export async function examineDataset(
  reference: DatasetReference,
  files: RegisteredFiles,
): Promise<readonly PlacedFact[]> {
  const list = new FactList(reference);
  const bytes = bytesOf(reference, files);
  sayWhere(list, bytes);
  holdBytes(list, files, bytes);
  const { rows, source } = reference;
  list.claimed('engine', 'source.engine', source?.engine, 'the portal did not run the query');
  await examineKind[reference.kind](list, files, bytes);
  holdIds(list);
  list.claimed('rows', 'rows', rows, 'the portal did not count them');
  sayRest(list);
  return list.facts;
}

/** Address, query and time range, which nothing here can check. */
function sayWhere(list: FactList, bytes: RegisteredFile | null): void {
  const { uri, query, timeRange } = list.reference;
  list.claimed(
    'URI',
    'uri',
    uri,
    bytes ? 'where the bytes came from; the portal fetches nothing' : notFetched,
  );
  list.claimed('query', 'query', query, 'the portal did not run it');
  list.claimed(
    'time range',
    'timeRange',
    timeRange && `${timeRange.start} to ${timeRange.end}`,
    'its ends are in order; the portal did not read the rows',
  );
}

/** The version's own file that holds the data: named, of the digest, or of the address. */
const bytesOf = (
  { source, digest, uri, kind }: DatasetReference,
  files: RegisteredFiles,
): RegisteredFile | null =>
  files.at(source?.file) ?? files.of(digest ?? null) ?? (kind === 'query' ? null : files.at(uri));

function holdBytes(list: FactList, files: RegisteredFiles, bytes: RegisteredFile | null): void {
  const named = fileAt(list, files, 'file', 'file');
  if (named) list.checked('file', 'source.file', named.path, 'registered with the version');
  const { digest } = list.reference;
  const size = list.source.size;
  if (bytes) {
    list.held('digest', 'digest', digest, bytes.digest, `the file ${bytes.path} of the version`);
    if (list.reference.kind !== 'delta' && size !== undefined)
      list.held('size', 'source.size', size, bytes.size, `the file ${bytes.path} of the version`);
  } else list.claimed('digest', 'digest', digest, notFetched);
}

/** Ids that stand in the reference itself are counted, not listed: there may be thousands. */
function holdIds(list: FactList): void {
  const { ids } = list.source;
  if (!Array.isArray(ids)) return;
  const { rows } = list.reference;
  list.checked('ids', 'source.ids', `${ids.length} ids`, 'counted in the reference');
  if (rows === ids.length) list.checked('rows', 'rows', rows, 'one for each id');
}

/** What only the maker of the version knows about: provenance and everything else that no kind reads. */
function sayRest(list: FactList): void {
  const said = new Set(list.facts.map(({ field }) => field));
  for (const [name, value] of Object.entries(list.source)) {
    if (said.has(`source.${name}`) || [...said].some((field) => field.startsWith(`source.${name}.`)))
      continue;
    list.claimed(name, `source.${name}`, value, 'noted by the version’s makers');
  }
}

/** @throws Refusal BAD_INPUT for the first fact that the version's own files contradict */
export async function refuseContradicted(
  datasets: readonly DatasetReference[],
  files: RegisteredFiles,
): Promise<void> {
  for (const [at, dataset] of datasets.entries()) {
    const fact = (await examineDataset(dataset, files)).find(({ basis }) => basis === 'contradicted');
    if (fact) refuse(at, fact.field, `is not so: ${fact.why}`);
  }
}

/** As it is shown. */
export async function toExamined(
  reference: DatasetReference,
  files: RegisteredFiles,
): Promise<ExaminedDataset> {
  const facts = await examineDataset(reference, files);
  return {
    name: reference.name,
    kind: reference.kind,
    data: judgeData(reference, facts, bytesOf(reference, files)),
    facts: facts.map(({ name, value, basis, why }) => ({ name, value, basis, why })),
    split: Object.entries(reference.split ?? {}).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    fittedOnAll: whyFittedOnAll(reference),
  };
}
