import type { GoldenRow, GoldenRowsPage, GoldenSpread, ListGoldenRows } from '@countersign/contracts';
import { rolesNow } from '../authority/roles-held.ts';
import { type Answers, answeredRows, answersOf, inCommon } from '../comparison/compare-golden.ts';
import { type GoldenVersion, readGoldenVersion } from '../comparison/golden-side.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { rescorers } from '../rescoring/find-pair.ts';
import { canScore, type GoldenAnswers, readScoring } from './golden-scoring.ts';

const byPlace = keyset('golden-rows', 'integer');
/** Characters of an input or an answer that are shown. */
const mostText = 200;

/** A row with what both answer. */
interface Both {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly before: Answers | null;
  readonly after: Answers | null;
  readonly code: string | null;
}

/**
 * The golden rows of two versions with what both answer: executed, where somebody asked for that, else what their golden sets
 * say of the rows that they share. Those first that are the furthest apart. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT
 */
export async function listGoldenRows(ctx: Context, input: ListGoldenRows): Promise<GoldenRowsPage> {
  const limit = limitOf(input);
  const [place] = byPlace.decode(input.after);
  const { model, pair } = input;
  const old = await readGoldenVersion(ctx, { model, version: pair.before });
  const now = await readGoldenVersion(ctx, { model, version: pair.after });
  const stored = await readScoring(ctx, old, now);
  const scored = stored?.answers ? scoredRows(now, stored.answers) : null;
  // An execution in which one of them answered nothing tells less than what both recorded.
  const isTold = scored?.some(({ code }) => code === null) ?? false;
  const both = scored && isTold ? scored : recordedRows(old, now);
  const rows = both.map(toRow).sort((a, b) => rank(b) - rank(a));
  const chosen = input.which === 'all' ? rows : rows.filter(({ differs }) => differs);
  const from = Number(place ?? 0);
  const numbered = chosen
    .slice(from, from + limit + 1)
    .map((row, index) => ({ row, place: from + index + 1 }));
  const page = cutPage(numbered, limit, byPlace, (one) => [String(one.place)]);
  const roles = await rolesNow(ctx, now.modelId);
  return {
    source: isTold ? 'scored' : both.length > 0 ? 'recorded' : null,
    scoring: stored && { ...stored.scoring },
    mayScore: canScore(old, now) && roles.some((role) => rescorers.includes(role)),
    rows: rows.length,
    differing: rows.filter(({ differs }) => differs).length,
    outputs: spreadsOf(rows),
    items: page.rows.map(({ row }) => row),
    next: page.next,
  };
}

function scoredRows({ golden }: GoldenVersion, answers: readonly GoldenAnswers[]): Both[] {
  const rows = (golden && answeredRows(golden)) ?? [];
  return rows.flatMap(({ id, inputs }, index) => {
    const found = answers[index];
    return found ? [{ id, inputs, ...found }] : [];
  });
}

function recordedRows(old: GoldenVersion, now: GoldenVersion): Both[] {
  const [were, are] = [old.golden && answeredRows(old.golden), now.golden && answeredRows(now.golden)];
  if (!were || !are || !old.schema || !now.schema) return [];
  return inCommon(were, are, { before: old.schema, after: now.schema }).map(([before, after]) => ({
    id: after.id,
    inputs: after.inputs,
    before: answersOf(before),
    after: answersOf(after),
    code: null,
  }));
}

const textOf = (value: unknown): string => String(value).slice(0, mostText);

function toRow({ id, inputs, before, after, code }: Both): GoldenRow {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const outputs = names.map((name) => {
    const [old, now] = [before?.[name], after?.[name]];
    return {
      name,
      before: old === undefined ? null : textOf(old),
      after: now === undefined ? null : textOf(now),
      difference: typeof old === 'number' && typeof now === 'number' ? Math.abs(now - old) : null,
    };
  });
  const isOther = names.map(
    (name) =>
      before?.[name] !== undefined && after?.[name] !== undefined && !Object.is(before[name], after[name]),
  );
  const differing = outputs.filter((_, index) => isOther[index]);
  const numbers = differing.flatMap(({ difference }) => (difference === null ? [] : [difference]));
  return {
    id,
    inputs: Object.entries(inputs).map(([name, value]) => ({ name, value: textOf(value) })),
    outputs,
    differs: code !== null || differing.length > 0,
    largest: code !== null || numbers.length < differing.length ? null : Math.max(0, ...numbers),
    code,
  };
}

/** Another word, or no answer, before any number. */
const rank = ({ differs, largest }: GoldenRow): number => (differs ? (largest ?? Number.MAX_VALUE) : -1);

function spreadsOf(rows: readonly GoldenRow[]): GoldenSpread[] {
  const names = [...new Set(rows.flatMap(({ outputs }) => outputs.map(({ name }) => name)))];
  return names.map((name) => {
    const found = rows.flatMap(({ outputs }) =>
      outputs.filter((one) => one.name === name && one.before !== null && one.after !== null),
    );
    const apart = found
      .flatMap(({ difference }) => (difference === null ? [] : [difference]))
      .sort((a, b) => a - b);
    const at = (share: number) =>
      apart.length === found.length ? (apart[Math.ceil(share * apart.length) - 1] ?? null) : null;
    const differ = found.filter(({ before, after, difference }) =>
      difference === null ? before !== after : difference > 0,
    );
    return { name, differ: differ.length, median: at(0.5), ninth: at(0.9), largest: at(1) };
  });
}
