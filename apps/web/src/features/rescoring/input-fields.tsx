import type { RescoringOutlook } from '@countersign/contracts';
import { RowFields, Select, TextField } from '../../controls/index.ts';
import { type ConditionRow, type CorrectionRow, comparisonChoices } from './input-rows.ts';

const nextKey = (rows: readonly { key: number }[]) => Math.max(0, ...rows.map(({ key }) => key)) + 1;

const inputChoices = (inputs: RescoringOutlook['given']) =>
  inputs.map(({ name, unit }) => ({ value: name, label: unit ? `${name}, ${unit}` : name }));

/** Which predictions are affected, where not all of them are. */
export function ConditionFields({
  rows,
  given,
  change,
}: {
  rows: readonly ConditionRow[];
  given: RescoringOutlook['given'];
  change: (rows: readonly ConditionRow[]) => void;
}) {
  return (
    <RowFields
      what="Condition"
      rows={rows}
      most={10}
      layout="rescoring-condition"
      change={change}
      add={() => [
        ...rows,
        { key: nextKey(rows), field: given[0]?.name ?? '', comparison: '=' as const, value: '' },
      ]}
      fields={(row, set) => (
        <>
          <Select
            label="Input"
            value={row.field}
            choices={inputChoices(given)}
            onChange={({ target }) => set({ field: target.value })}
          />
          <Select
            label="Is"
            value={row.comparison}
            choices={comparisonChoices}
            onChange={({ target }) => set({ comparison: target.value as ConditionRow['comparison'] })}
          />
          <TextField
            label="Value"
            disabled={row.comparison === 'missing'}
            required={row.comparison !== 'missing'}
            value={row.value}
            onChange={({ target }) => set({ value: target.value })}
          />
        </>
      )}
    />
  );
}

/** What the fixed version is fed instead: another input, in another unit, or always the same. */
export function CorrectionFields({
  rows,
  given,
  wanted,
  change,
}: {
  rows: readonly CorrectionRow[];
  given: RescoringOutlook['given'];
  wanted: RescoringOutlook['wanted'];
  change: (rows: readonly CorrectionRow[]) => void;
}) {
  return (
    <RowFields
      what="Correction"
      rows={rows}
      most={20}
      layout="rescoring-correction"
      change={change}
      add={() => {
        const field = wanted.find(({ isNumber }) => isNumber)?.name ?? wanted[0]?.name ?? '';
        const from = given.some(({ name }) => name === field) ? field : '';
        return [...rows, { key: nextKey(rows), field, from, factor: '', offset: '', value: '' }];
      }}
      fields={(row, set) => (
        <>
          <Select
            label="Input of the fixed version"
            value={row.field}
            choices={inputChoices(wanted)}
            onChange={({ target }) => set({ field: target.value })}
          />
          <Select
            label="Is taken from"
            value={row.from}
            choices={[{ value: '', label: 'always the same' }, ...inputChoices(given)]}
            onChange={({ target }) => set({ from: target.value })}
          />
          {row.from === '' ? (
            <TextField
              label="Always"
              required
              value={row.value}
              onChange={({ target }) => set({ value: target.value })}
            />
          ) : (
            <>
              <TextField
                label="Times"
                inputMode="decimal"
                placeholder="1"
                value={row.factor}
                onChange={({ target }) => set({ factor: target.value })}
              />
              <TextField
                label="Plus"
                inputMode="decimal"
                placeholder="0"
                value={row.offset}
                onChange={({ target }) => set({ offset: target.value })}
              />
            </>
          )}
        </>
      )}
    />
  );
}
