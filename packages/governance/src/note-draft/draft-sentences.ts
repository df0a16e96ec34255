import {
  type ComparedMetric,
  type ComparedText,
  type DraftedSentence,
  type DraftPart,
  type SchemaChange,
  schemaChangeWord,
  type VersionComparison,
} from '@countersign/contracts';

/** Sentences of one part; more differences than these are counted and left to the comparison. */
const mostOfPart = 8;
/** Characters of a value within a sentence. */
const longestValue = 120;

export interface Drafted {
  readonly sentences: DraftedSentence[];
  readonly left: { part: DraftPart; count: number }[];
}

/** What the difference of two versions says about the later one, each sentence from one fact and nothing besides. */
export function draftSentences(found: VersionComparison): Drafted {
  const since = found.before.label;
  const all: DraftedSentence[] = [
    ...found.parameters.flatMap((text) => ofText('parameters', 'Parameter', text, since)),
    ...found.datasets.flatMap((text) => ofText('training-data', 'Training data', text, since)),
    ...found.files.flatMap((file) => ofFile(file, since)),
    ...found.buildEnvironment.flatMap((text) =>
      ofText('build-environment', 'Build environment', text, since),
    ),
    ...ofGolden(found, since),
    ...judgedFirst(found.metrics).flatMap((metric) => ofMetric(metric, since)),
    ...found.fittedOnAll.after.map(
      ({ dataset, why }): DraftedSentence => ({
        section: 'known-issues',
        text: `Fitted on rows that it is measured on, ${named(dataset)}: ${clipped(why)}`,
        fact: { part: 'training-data', name: dataset },
        basis: 'claimed',
      }),
    ),
    ...ofSchema(found, since),
  ];
  const counts = new Map<DraftPart, number>();
  const sentences = all.filter(({ fact: { part } }) => {
    const count = (counts.get(part) ?? 0) + 1;
    counts.set(part, count);
    return count <= mostOfPart;
  });
  const left = [...counts].flatMap(([part, count]) =>
    count > mostOfPart ? [{ part, count: count - mostOfPart }] : [],
  );
  return { sentences, left };
}

function ofText(
  part: DraftPart,
  word: string,
  { name, before, after, same }: ComparedText,
  since: string,
): DraftedSentence[] {
  if (same) return [];
  const text =
    before === null
      ? `${word} ${named(name)} is new since ${since}: ${value(after)}.`
      : after === null
        ? `${word} ${named(name)} is gone, it was ${value(before)} in ${since}.`
        : `${word} ${named(name)} is ${value(after)}, it was ${value(before)} in ${since}.`;
  return [{ section: 'what', text, fact: { part, name }, basis: 'claimed' }];
}

function ofFile(
  { path, before, after, same }: VersionComparison['files'][number],
  since: string,
): DraftedSentence[] {
  // What is in these is told by their own parts.
  if (same || /(?:^|\/)(?:release-notes\.md|manifest\.json)$/.test(path)) return [];
  const text =
    before === null
      ? `File ${named(path)} is new since ${since}.`
      : after === null
        ? `File ${named(path)} of ${since} is gone.`
        : `File ${named(path)} has other bytes than in ${since}.`;
  return [{ section: 'what', text, fact: { part: 'files', name: path }, basis: 'checked' }];
}

function ofGolden({ golden }: VersionComparison, since: string): DraftedSentence[] {
  const { reason, rows, outputsDiffer, decisionsDiffer, largest } = golden;
  if (reason !== null) return [];
  const fact = { part: 'golden-set' as const, name: 'rows in common' };
  const of = `the ${rows.common} golden rows in common with ${since}`;
  const sentences = [
    outputsDiffer === 0
      ? `The answers to ${of} are the same.`
      : `Of ${of}, ${outputsDiffer} get another answer.`,
    ...(decisionsDiffer ? [`Of ${of}, ${decisionsDiffer} get another label or decision.`] : []),
  ];
  const most = largest.find(({ difference }) => difference !== null);
  return [
    ...sentences.map((text): DraftedSentence => ({ section: 'impact', text, fact, basis: 'checked' })),
    ...(most
      ? [
          {
            section: 'impact' as const,
            text: `The largest difference of ${named(most.output)} is ${figure(most.difference!)}: ${value(most.after)} instead of ${value(most.before)}, row ${named(most.id)}.`,
            fact: { part: 'golden-set' as const, name: most.id },
            basis: 'checked' as const,
          },
        ]
      : []),
  ];
}

/** Figures that are known to be better or worse are told before the rest. */
const judgedFirst = (metrics: readonly ComparedMetric[]): ComparedMetric[] => [
  ...metrics.filter(({ verdict }) => verdict !== null),
  ...metrics.filter(({ verdict }) => verdict === null),
];

const dataWord: Readonly<Record<ComparedMetric['data'], string>> = {
  same: 'on the same data',
  other: 'on other data',
  unknown: 'it is not known whether on the same data',
};

function ofMetric(
  { name, split, before, after, data, verdict }: ComparedMetric,
  since: string,
): DraftedSentence[] {
  if (before === after) return [];
  const of = `${named(name)} on ${named(split)}`;
  const text =
    before === null
      ? `${of} is ${figure(after!)}; ${since} names no such figure.`
      : after === null
        ? `${of} is no longer measured; it was ${figure(before)} in ${since}.`
        : `${of} is ${figure(after)}, it was ${figure(before)} in ${since}, ${dataWord[data]}${verdict ? `: ${verdict}` : ''}.`;
  return [
    {
      section: verdict === 'worse' || (after === null && before !== null) ? 'known-issues' : 'impact',
      text,
      fact: { part: 'metrics', name: `${name} / ${split}` },
      basis: 'claimed',
    },
  ];
}

function ofSchema({ schema }: VersionComparison, since: string): DraftedSentence[] {
  const fact = (name: string) => ({ part: 'schema' as const, name });
  if (schema.verdict === 'same') {
    const text = `Inputs and outputs are those of ${since}.`;
    return [{ section: 'migration', text, fact: fact('inputs and outputs'), basis: 'checked' }];
  }
  return schema.changes.map(
    (change): DraftedSentence => ({
      section: 'migration',
      text: schemaText(change),
      fact: fact(change.field),
      basis: 'checked',
    }),
  );
}

function schemaText({ code, field, before, after, breaks }: SchemaChange): string {
  const sides =
    before !== null && after !== null
      ? ` (${value(before)} becomes ${value(after)})`
      : before !== null || after !== null
        ? ` (${value(after ?? before)})`
        : '';
  const whom =
    breaks === 'senders'
      ? ' Who calls has to change.'
      : breaks === 'readers'
        ? ' Who reads the answers has to change.'
        : '';
  return `${named(field)}: ${schemaChangeWord[code]}${sides}.${whom}`;
}

/** As code: what is Markdown in a name or a value stays what it is. */
function named(text: string): string {
  const line = clipped(text);
  const ticks = '`'.repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const pad = /^`|`$/.test(line) ? ' ' : '';
  return line === '' ? '(empty)' : `${ticks}${pad}${line}${pad}${ticks}`;
}

const value = (text: string | null): string => (text === null ? 'none' : named(text));

function clipped(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const points = [...line.slice(0, 2 * longestValue)];
  return points.length > longestValue ? `${points.slice(0, longestValue).join('')}…` : line;
}

const figure = (number: number): string => String(Number(number.toPrecision(6)));
