import type { SchemaField, VersionPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { type Column, Section, Table } from '../../controls/index.ts';
import { Basis, countText, figureText } from '../../marks/index.ts';
import { sensitiveText } from '../sensitive/index.ts';

type Metric = VersionPage['metrics'][number];

const metricColumns: readonly Column<Metric>[] = [
  { head: 'Metric', cell: ({ name }) => <span className="mono">{name}</span> },
  { head: 'Value', cell: ({ value }) => figureText(value), numeric: true, width: 120, phone: true },
  { head: 'Split', cell: ({ split }) => split },
  { head: 'Rows', cell: ({ rows }) => rows !== null && countText(rows), numeric: true, width: 96 },
  { head: 'Basis', cell: ({ basis }) => <Basis basis={basis} />, width: 96 },
];

export function MetricTable({ metrics }: { metrics: readonly Metric[] }) {
  if (metrics.length === 0) return null;
  return (
    <Section title="Metrics" count={metrics.length}>
      <Table
        label="Metrics"
        rows={metrics}
        keyOf={({ name, split }) => `${name}/${split}`}
        columns={metricColumns}
        second={({ split, rows, basis }) =>
          `${split}${rows === null ? '' : `, ${countText(rows)} rows`}, ${basis}`
        }
      />
    </Section>
  );
}

function rangeText(field: SchemaField): string {
  if (field.allowed) return field.allowed.join(', ');
  if (field.trainingMin !== null && field.trainingMax !== null) {
    return `${figureText(field.trainingMin)} to ${figureText(field.trainingMax)}`;
  }
  return '';
}

const inputColumns: readonly Column<SchemaField>[] = [
  {
    head: 'Input',
    cell: (field) => (
      <>
        <span className="mono">{field.name}</span>
        {field.sensitive && <span className="cap block">{sensitiveText(field)}</span>}
      </>
    ),
  },
  {
    head: 'Type',
    cell: ({ dtype, nullable }) => (
      <span className="soft">
        {dtype}
        {nullable && ', may be missing'}
      </span>
    ),
    phone: true,
  },
  { head: 'Unit', cell: ({ unit }) => <span className="soft">{unit}</span> },
  { head: 'Training range, or values allowed', cell: rangeText },
  { head: 'Meaning', cell: ({ description }) => <span className="soft">{description}</span> },
];

export function InputTable({ model, fields }: { model: string; fields: readonly SchemaField[] }) {
  if (fields.length === 0) return null;
  const sensitive = fields.filter((field) => field.sensitive).length;
  return (
    <Section
      title="Inputs"
      count={sensitive > 0 ? `${fields.length}, ${sensitive} sensitive` : fields.length}
      right={
        <Link to="/m/$model" params={{ model }} hash="sensitive">
          Sensitive attributes
        </Link>
      }
    >
      <Table
        label="Inputs"
        rows={fields}
        keyOf={({ name }) => name}
        columns={inputColumns}
        second={rangeText}
      />
    </Section>
  );
}

export function OutputTable({ page }: { page: VersionPage }) {
  const { outputs, decision } = page;
  if (outputs.length === 0) return null;
  const columns: readonly Column<(typeof outputs)[number]>[] = [
    { head: 'Output', cell: ({ name }) => <span className="mono">{name}</span> },
    { head: 'Type', cell: ({ dtype }) => <span className="soft">{dtype}</span>, phone: true },
    { head: 'Unit', cell: ({ unit }) => <span className="soft">{unit}</span> },
    { head: 'Meaning', cell: ({ description }) => <span className="soft">{description}</span> },
  ];
  return (
    <Section
      title="Outputs"
      count={outputs.length}
      right={
        decision && (
          <span className="mono">
            {decision.output} {decision.op} {decision.value} then {decision.then}, else {decision.else}
          </span>
        )
      }
    >
      <Table label="Outputs" rows={outputs} keyOf={({ name }) => name} columns={columns} />
    </Section>
  );
}
