import type { ConditionView } from '@countersign/contracts';
import { When } from '../../marks/index.ts';

/** A condition as it was signed, and what became of its findings. */
export function ConditionText({ condition: { uses, until, findings } }: { condition: ConditionView }) {
  return (
    <span className="block whitespace-normal">
      Under a condition
      {uses && `: for ${uses.join('; ')}`}
      {until && (
        <>
          , until <When at={until} precision="day" />
        </>
      )}
      {findings.map(({ findingId, name, closeBy, closed }) => (
        <span key={findingId}>
          , provided {name} closes by <When at={closeBy} precision="day" /> (
          {closed ? 'closed' : 'not closed'})
        </span>
      ))}
    </span>
  );
}
