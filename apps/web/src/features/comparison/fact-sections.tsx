import type { ComparedMetric, ComparedText, VersionComparison } from '@countersign/contracts';
import { type ReactNode, useState } from 'react';
import { Button, type Column, Empty, Section, Table, Value } from '../../controls/index.ts';
import { Digest, figureText } from '../../marks/index.ts';

const figure = (value: number | null) =>
  value === null ? <span className="muted">none</span> : figureText(value);

const dataWord: Record<ComparedMetric['data'], string> = {
  same: 'same data',
  other: 'other data',
  unknown: 'not known',
};

const signed = (value: number): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : '±'}${figureText(Math.abs(value))}`;

const metricColumns: readonly Column<ComparedMetric>[] = [
  { head: 'Metric', cell: ({ name }) => <b>{name}</b> },
  { head: 'Measured on', cell: ({ split }) => split },
  { head: 'Before', cell: ({ before }) => figure(before), numeric: true, width: 110 },
  { head: 'After', cell: ({ after }) => figure(after), numeric: true, width: 110, phone: true },
  {
    head: 'Difference',
    cell: ({ difference, verdict }) =>
      difference === null ? null : (
        <>
          {signed(difference)}
          {verdict && <span className="cap block">{verdict}</span>}
        </>
      ),
    numeric: true,
    width: 130,
    phone: true,
  },
  { head: 'Data', cell: ({ data }) => dataWord[data], width: 110 },
];

export function MetricSection({ metrics }: { metrics: readonly ComparedMetric[] }) {
  return (
    <Section title="Metrics" at="metrics" count={metrics.length}>
      <Table
        label="Metrics"
        rows={metrics}
        keyOf={({ name, split }) => `${name} ${split}`}
        columns={metricColumns}
        second={({ split, before, data }) =>
          `${split}, before ${before === null ? 'none' : figureText(before)}, ${dataWord[data]}`
        }
        empty={<Empty title="Neither version claims a metric." />}
      />
      <p className="table-foot">
        Better or worse is said where a goal declares which way is better and both name the same data by its
        digest.
      </p>
    </Section>
  );
}

const textColumns: readonly Column<ComparedText>[] = [
  { head: 'Name', cell: ({ name }) => <span className="wrap-anywhere">{name}</span>, width: '32%' },
  { head: 'Before', cell: ({ before }) => <Side text={before} />, phone: true },
  { head: 'After', cell: ({ after }) => <Side text={after} />, phone: true },
];

function Side({ text }: { text: string | null }) {
  if (text === null) return <span className="muted">none</span>;
  return (
    <span className="wrap-anywhere">
      <Value text={text} />
    </span>
  );
}

/** What differs, and on request what does not. */
export function TextSection({
  title,
  at,
  texts,
  note,
}: {
  title: string;
  at: string;
  texts: readonly ComparedText[];
  note?: ReactNode;
}) {
  const differing = texts.filter(({ same }) => !same);
  // Where nothing differs, whoever opens it wants to see what is the same.
  const [whole, setWhole] = useState(differing.length === 0);
  const same = texts.length - differing.length;
  return (
    <Section
      title={title}
      at={at}
      count={`${differing.length} of ${texts.length} differ`}
      right={
        same > 0 &&
        differing.length > 0 && (
          <Button small onClick={() => setWhole(!whole)} aria-pressed={whole}>
            {whole ? 'Differences alone' : `Show the ${same} that are the same`}
          </Button>
        )
      }
    >
      {note}
      <Table
        label={title}
        top
        rows={whole ? texts : differing}
        keyOf={({ name }) => name}
        columns={textColumns}
        empty={<Empty title={texts.length === 0 ? 'Neither version names any.' : 'Nothing differs.'} />}
      />
    </Section>
  );
}

type ComparedFile = VersionComparison['files'][number];

const fileColumns: readonly Column<ComparedFile>[] = [
  { head: 'File', cell: ({ path }) => <span className="mono wrap-anywhere">{path}</span> },
  { head: 'What', cell: (file) => fileWord(file), width: 110, phone: true },
  {
    head: 'Before',
    cell: ({ before, path }) => before && <Digest value={before} what={`digest of ${path} before`} />,
    width: 200,
  },
  {
    head: 'After',
    cell: ({ after, path }) => after && <Digest value={after} what={`digest of ${path} after`} />,
    width: 200,
  },
];

const fileWord = ({ before, after, same }: ComparedFile): string =>
  same ? 'same bytes' : before === null ? 'added' : after === null ? 'removed' : 'other bytes';

/** What differs, and on request what does not. */
export function FileSection({ files }: { files: readonly ComparedFile[] }) {
  const differing = files.filter(({ same }) => !same);
  const [whole, setWhole] = useState(differing.length === 0);
  const same = files.length - differing.length;
  return (
    <Section
      title="Files"
      at="files"
      count={`${differing.length} of ${files.length} differ`}
      right={
        same > 0 &&
        differing.length > 0 && (
          <Button small onClick={() => setWhole(!whole)} aria-pressed={whole}>
            {whole ? 'Differences alone' : `Show the ${same} that are the same`}
          </Button>
        )
      }
    >
      <Table
        label="Files"
        rows={whole ? files : differing}
        keyOf={({ path }) => path}
        columns={fileColumns}
        empty={<Empty title={files.length === 0 ? 'Neither version has a file.' : 'Nothing differs.'} />}
      />
    </Section>
  );
}
