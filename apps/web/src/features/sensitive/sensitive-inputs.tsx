import type { SchemaField } from '@countersign/contracts';
import { type Column, Section, Table } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { markText } from './words.ts';

const columns: readonly Column<SchemaField>[] = [
  { head: 'Input', cell: ({ name }) => <span className="mono">{name}</span>, width: '24%' },
  {
    head: 'Attribute',
    cell: ({ mark }) => (mark ? markText(mark) : <span className="muted">said by its schema alone</span>),
    phone: true,
  },
  {
    head: 'Marked by',
    cell: ({ mark }) =>
      mark && (
        <span className="soft">
          {mark.by.name}, <When at={mark.at} precision="day" />
        </span>
      ),
    width: '30%',
  },
];

/** What a reviewer has to weigh: the sensitive attributes that a version answers from. */
export function SensitiveInputs({ fields }: { fields: readonly SchemaField[] }) {
  const sensitive = fields.filter((field) => field.sensitive);
  if (sensitive.length === 0) return null;
  return (
    <Section title="Sensitive inputs" count={`${sensitive.length} of ${fields.length} inputs, claimed`}>
      <Table label="Sensitive inputs" rows={sensitive} keyOf={({ name }) => name} columns={columns} />
    </Section>
  );
}
