import { csvText } from '../csv-text.ts';
import { type SampleStored, sampleSerial } from './sample-row.ts';

export const indexFormat = 'countersign.sample/1';

/** A line of the index. What was asked for and has no pack says why. */
export interface IndexLine {
  readonly position: number;
  /** Our id; of what is not in the population as it was named. */
  readonly item: string;
  readonly state: 'packed' | 'not in the population' | 'no longer held';
  readonly model: string | null;
  readonly version: string | null;
  readonly detail: string | null;
  /** RFC 3339: answered, registered or signed. */
  readonly at: string | null;
  readonly pack: string | null;
  /** Hex. */
  readonly sha256: string | null;
  readonly bytes: number | null;
}

export interface SampleIndex {
  readonly row: SampleStored;
  readonly lines: readonly IndexLine[];
}

const columns = [
  'position',
  'item',
  'state',
  'model',
  'version',
  'detail',
  'at',
  'pack',
  'sha256',
  'bytes',
] as const;

export const indexCsv = ({ lines }: SampleIndex): string =>
  csvText(
    columns,
    lines.map((line) => columns.map((column) => line[column])),
  );

export const indexJson = ({ row, lines }: SampleIndex): string =>
  `${JSON.stringify(
    {
      format: indexFormat,
      serial: sampleSerial(row.serial, row.frozen_at),
      definition: row.definition,
      definitionDigest: row.definition_digest,
      population: { size: row.size, digest: row.population_digest },
      frozen: { at: row.frozen_at.toISOString(), entry: numberOf(row.frozen_number) },
      drawn: {
        at: row.drawn_at?.toISOString() ?? null,
        entry: numberOf(row.drawn_number),
        by: row.seed === null ? 'list' : 'seed',
        seed: row.seed,
      },
      items: lines,
    },
    null,
    1,
  )}\n`;

const numberOf = (number: string | null) => (number === null ? null : Number(number));

/** For whoever opens the ZIP: what is in it, and how to compute the draw again without our code. */
export function readmeText({ row, lines }: SampleIndex): string {
  const packed = lines.filter(({ state }) => state === 'packed').length;
  const serial = sampleSerial(row.serial, row.frozen_at);
  return `Sample ${serial}

population.txt   the ${row.size} ids that it was drawn from, sorted, a line each
index.csv .json  what was drawn or listed, in order, with the name and SHA-256 of its pack
packs/           ${packed} evidence packs, each verified by itself: countersign verify packs/0001-….zip --key KEY
SHA256SUMS       sha256sum -c SHA256SUMS

1. The population is the one that was frozen before anything was drawn: the SHA-256 of population.txt is
   ${row.population_digest}
   and entry ${row.frozen_number} of the ledger (sample.frozen) says so, in every pack. The draw is the later entry ${row.drawn_number}.

2. ${row.seed === null ? listText : seedText(lines.length)}
`;
}

const listText = `The items were listed, not drawn. Those that are not in the population are in the index and say so; the list itself
   travels as a record of the entry of the draw.`;

const seedText = (
  count: number,
) => `The draw: each id is ranked by SHA-256 over the seed, a colon and the id; the smallest ranks are drawn. With the
   seed of index.json, which travels as a record of the entry of the draw:

SEED='…'
while read -r id; do
  printf '%s %s\\n' "$(printf '%s:%s' "$SEED" "$id" | sha256sum | cut -c 1-64)" "$id"
done < population.txt | LC_ALL=C sort | head -n ${count} | cut -d ' ' -f 2

   This prints the items of the index, in its order.`;
