import type { SchemaChange, VersionComparison } from '@countersign/contracts';
import { type Column, Empty, Section, Table } from '../../controls/index.ts';
import { changeWord } from './words.ts';

type SchemaPart = VersionComparison['schema'];

const verdictText: Record<SchemaPart['verdict'], string> = {
  same: 'The same questions and answers: a caller can go from one to the other.',
  compatible: 'Compatible: a caller can go from the first to the second without a change.',
  breaking: 'Breaking: a caller has to change something before going from the first to the second.',
  unknown: 'Not known: one of the versions declares no schema.',
};
const breaksWord = { senders: 'who sends it', readers: 'who reads it' } as const;

export const schemaColumns: readonly Column<SchemaChange>[] = [
  { head: 'Field', cell: ({ field }) => <b className="break-words">{field}</b> },
  { head: 'What changed', cell: ({ code }) => changeWord[code] },
  { head: 'Before', cell: ({ before }) => before ?? '' },
  { head: 'After', cell: ({ after }) => after ?? '' },
  {
    head: 'Breaks',
    cell: ({ breaks }) => (breaks ? <b className="text-fail">{breaksWord[breaks]}</b> : 'nobody'),
    width: 120,
    phone: true,
  },
];

export const SchemaSection = ({ schema }: { schema: SchemaPart }) => (
  <Section title="Schema" at="schema" count={schema.changes.length}>
    <p className="pb-2">
      <b>{verdictText[schema.verdict]}</b>
    </p>
    <Table
      label="Schema"
      top
      rows={schema.changes}
      keyOf={({ code, field }) => `${code} ${field}`}
      columns={schemaColumns}
      second={({ code, before, after }) => `${changeWord[code]}: ${before ?? 'none'} → ${after ?? 'none'}`}
      empty={<Empty title="Nothing differs." />}
    />
  </Section>
);
