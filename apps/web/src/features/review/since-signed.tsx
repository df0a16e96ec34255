import type { SigningSubject } from '@countersign/contracts';
import { type Column, Section, Table } from '../../controls/index.ts';
import { LineDiff } from '../../controls/line-diff.tsx';
import { Digest, Result, When } from '../../marks/index.ts';

type Since = NonNullable<SigningSubject['since']>;
type Row = Since['rows'][number];

const isDigest = (text: string) => /^[0-9a-f]{64}$/.test(text);
const value = (text: string, what: string) =>
  isDigest(text) ? <Digest value={text} what={what} /> : <span className="soft">{text}</span>;

function Effect({ effect }: { effect: Row['effect'] }) {
  switch (effect) {
    case 'void':
      return (
        <span>
          <Result tone="no">Void</Result>
          <span className="only-wide">, the substance changed</span>
        </span>
      );
    case 'owed':
      return <Result tone="owed">Re-endorse</Result>;
    default:
      return <span className="muted">None</span>;
  }
}

/** What changed since this person last signed the version, and what each change does to that sign-off. */
export function SinceSigned({ since, now }: { since: Since; now: number }) {
  const columns: readonly Column<Row>[] = [
    { head: 'Part', cell: ({ part }) => part },
    {
      head: `Revision ${since.revision}, you signed`,
      cell: ({ part, before }) => value(before, `${part}, before`),
    },
    { head: `Revision ${now}, now`, cell: ({ part, after }) => value(after, `${part}, now`) },
    { head: 'Effect on your sign-off', cell: ({ effect }) => <Effect effect={effect} />, phone: true },
  ];
  return (
    <Section first title={`Since you signed revision ${since.revision}`} count={<When at={since.at} />}>
      <Table
        label="What changed since you signed"
        rows={since.rows}
        keyOf={({ part }) => part}
        columns={columns}
        second={({ after }) => (isDigest(after) ? 'changed' : after)}
      />
      {since.releaseNotesBefore !== since.releaseNotesAfter && (
        <LineDiff
          label="Release notes, difference"
          before={since.releaseNotesBefore}
          after={since.releaseNotesAfter}
        />
      )}
    </Section>
  );
}
