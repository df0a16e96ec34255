import type { GoldenDisagreement } from '@countersign/contracts';
import { type Column, Empty, Section, Table } from '../../controls/index.ts';
import { figureText, shareText } from '../../marks/index.ts';
import { goldenReason } from './words.ts';

type Difference = GoldenDisagreement['largest'][number];

const columns: readonly Column<Difference>[] = [
  { head: 'Row', cell: ({ id }) => <b className="break-words">{id}</b>, width: '20%' },
  { head: 'Output', cell: ({ output }) => output },
  { head: 'Before', cell: ({ before }) => shortText(before), numeric: true },
  { head: 'After', cell: ({ after }) => shortText(after), numeric: true },
  {
    head: 'Apart by',
    cell: ({ difference }) => (difference === null ? 'another word' : figureText(difference)),
    numeric: true,
    width: 130,
    phone: true,
  },
];

/** A figure in six digits, a word as it is. */
const shortText = (text: string) =>
  text !== '' && Number.isFinite(Number(text)) ? figureText(Number(text)) : text;

const ofRows = (count: number, rows: number) => `${count} of ${rows} (${shareText(count / rows)})`;

export function GoldenSection({ golden }: { golden: GoldenDisagreement }) {
  const { common } = golden.rows;
  return (
    <Section
      title="Golden set"
      at="golden-set"
      count={golden.reason === null ? `${common} rows in common` : undefined}
    >
      {golden.reason !== null ? (
        <Empty title={goldenReason[golden.reason]} />
      ) : (
        <>
          <p className="pb-2">
            {golden.decisionsDiffer !== null && (
              <b>Labels or decisions differ in {ofRows(golden.decisionsDiffer, common)}. </b>
            )}
            Any output differs in {ofRows(golden.outputsDiffer, common)}. Rows count as the same where every
            input that both versions know has one value.
          </p>
          <Table
            label="Largest differences"
            rows={golden.largest}
            keyOf={({ id, output }) => `${id} ${output}`}
            columns={columns}
            second={({ output, before, after }) => `${output}: ${shortText(before)} → ${shortText(after)}`}
            empty={<Empty title="Both answer the same." />}
          />
        </>
      )}
    </Section>
  );
}
