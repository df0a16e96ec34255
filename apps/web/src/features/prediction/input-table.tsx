import type { PredictionPage } from '@countersign/contracts';
import { type Column, Section, Table } from '../../controls/index.ts';
import { figureText, Result } from '../../marks/index.ts';
import { sensitiveText } from '../sensitive/index.ts';
import { scaleBetween } from './scale.ts';

type Input = PredictionPage['inputs'][number];

const valueText = (value: Input['value']): string =>
  value === null ? 'missing' : typeof value === 'number' ? figureText(value) : String(value);

/** Ends are the training range; the tick is the value, at an end where it lies beyond. */
function Ruler({ low, high, value }: { low: number; high: number; value: number }) {
  const x = 1 + scaleBetween(low, high).at(value) * 1.98;
  return (
    <span className="ruler">
      <span className="num">{figureText(low)}</span>
      <svg viewBox="0 0 200 12" width="200" height="12" aria-hidden="true">
        <path className="ruler-axis" d="M1 2v8M199 2v8M1 6h198" />
        <path className="ruler-at" d={`M${x} 1v10`} />
      </svg>
      <span>{figureText(high)}</span>
    </span>
  );
}

function Range({ input: { field, value, insideTraining } }: { input: Input }) {
  const { trainingMin, trainingMax, allowed } = field;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-4">
      {typeof value === 'number' && trainingMin !== null && trainingMax !== null ? (
        <Ruler low={trainingMin} high={trainingMax} value={value} />
      ) : (
        allowed && <span className="soft">{allowed.join(', ')}</span>
      )}
      {insideTraining === false && <Result tone="no">outside</Result>}
    </span>
  );
}

const columns: readonly Column<Input>[] = [
  {
    head: 'Input',
    cell: ({ field }) => (
      <>
        <span className="mono">{field.name}</span>
        {field.sensitive && <span className="cap block">{sensitiveText(field)}</span>}
      </>
    ),
  },
  { head: 'Type', cell: ({ field }) => <span className="soft">{field.dtype}</span>, width: '13%' },
  { head: 'Value', cell: ({ value }) => <b>{valueText(value)}</b>, numeric: true, width: '14%', phone: true },
  { head: 'Unit', cell: ({ field }) => <span className="soft">{field.unit}</span>, width: '10%' },
  { head: 'Training range, or values allowed', cell: (input) => <Range input={input} />, width: '46%' },
];

function summary(inputs: readonly Input[]): string {
  const outside = inputs.filter(({ insideTraining }) => insideTraining === false).length;
  return outside === 0
    ? `${inputs.length}, none outside the training range`
    : `${inputs.length}, ${outside} outside the training range`;
}

export function InputTable({ inputs }: { inputs: readonly Input[] }) {
  return (
    <Section title="Inputs" count={summary(inputs)}>
      <Table
        label="Inputs"
        rows={inputs}
        keyOf={({ field }) => field.name}
        columns={columns}
        second={(input) => <Range input={input} />}
      />
    </Section>
  );
}
