import {
  type AffectedCount,
  inputComparisons,
  type SchemaField,
  type VersionAddress,
} from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, TextField } from '../../controls/index.ts';
import { comparisonWord, countText } from '../../marks/index.ts';
import { type ConditionDraft, conditionsIn } from './draft.ts';
import { affectedQuery } from './queries.ts';

const countedText = ({ looked, more, matching, unreadable }: AffectedCount): string =>
  `${countText(matching)} of ${more ? 'the newest ' : ''}${countText(looked)} predictions meet ${more ? 'this' : 'it'}${unreadable > 0 ? `; of ${countText(unreadable)} no inputs are kept` : ''}.`;

/** Inputs that are affected, as conditions: what predictions are counted by. All of them have to hold. */
export function ConditionFields({
  address,
  inputs,
  conditions,
  onChange,
}: {
  address: VersionAddress;
  inputs: readonly SchemaField[];
  conditions: readonly ConditionDraft[];
  onChange: (conditions: ConditionDraft[]) => void;
}) {
  const whole = conditionsIn(conditions, inputs);
  const count = useQuery(affectedQuery({ ...address, conditions: whole ?? [] }));
  const change = (index: number, part: Partial<ConditionDraft>) =>
    onChange(conditions.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <div className="grid gap-3">
      {conditions.map((condition, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions are told apart by their place alone
        <div key={index} className="recall-condition">
          <Select
            label="Input"
            value={condition.field}
            onChange={({ target }) => change(index, { field: target.value })}
            choices={inputs.map(({ name, unit }) => ({
              value: name,
              label: unit ? `${name}, ${unit}` : name,
            }))}
          />
          <Select
            label="Comparison"
            value={condition.comparison}
            onChange={({ target }) =>
              change(index, {
                comparison: inputComparisons.find((one) => one === target.value) ?? '=',
              })
            }
            choices={inputComparisons.map((value) => ({ value, label: comparisonWord[value] }))}
          />
          {condition.comparison !== 'missing' && (
            <TextField
              label="Value"
              value={condition.value}
              onChange={({ target }) => change(index, { value: target.value })}
            />
          )}
          <Button small onClick={() => onChange(conditions.filter((_, at) => at !== index))}>
            Remove<span className="sr"> the condition on {condition.field}</span>
          </Button>
        </div>
      ))}
      {count.data && whole && whole.length > 0 && (
        <p className="cap" role="status">
          {countedText(count.data)}
        </p>
      )}
      {inputs.length > 0 && conditions.length < 10 && (
        <p>
          <Button
            small
            onClick={() => onChange([...conditions, { field: inputs[0]!.name, comparison: '<', value: '' }])}
          >
            {conditions.length === 0 ? 'Count by an input' : 'And another input'}
          </Button>
        </p>
      )}
    </div>
  );
}
