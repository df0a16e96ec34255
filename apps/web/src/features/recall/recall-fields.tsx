import type { BlastRadius, SchemaField, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { RadioSegments, Select, TextArea, TextField } from '../../controls/index.ts';
import { counted, dayText } from '../../marks/index.ts';
import { otherVersionsQuery } from '../model/index.ts';
import { ConditionFields } from './condition-fields.tsx';
import type { RecallDraft } from './draft.ts';

const scopes = [
  { value: 'this', label: 'This version' },
  { value: 'this-and-before', label: 'This and all before' },
] as const;

/** Everything that a consumer has to know beside the reason; whoever is in a hurry tells it later. */
export function RecallFields({
  address,
  inputs,
  before,
  draft,
  widened = false,
  onChange,
}: {
  address: VersionAddress;
  inputs: readonly SchemaField[];
  /** Earlier versions that a wider scope would mark; not known yet while it is read. */
  before: BlastRadius['before'] | undefined;
  draft: RecallDraft;
  /** The scope was widened already, which is not taken back. */
  widened?: boolean;
  onChange: (draft: RecallDraft) => void;
}) {
  const others = useQuery(otherVersionsQuery(address));
  const usable = (others.data ?? []).filter(
    (found) => found.standing !== 'blocked' && found.stage !== 'deprecated',
  );
  const change = (part: Partial<RecallDraft>) => onChange({ ...draft, ...part });
  const alone = before?.versions === 0;
  return (
    <>
      {!widened && !alone && (
        <div>
          <RadioSegments
            label="Scope"
            options={scopes}
            value={draft.scope}
            onChange={(scope) => change({ scope })}
          />
          {draft.scope === 'this-and-before' && before && (
            <p className="cap pt-1">
              {counted(before.versions, 'earlier version')} {before.versions === 1 ? 'is' : 'are'} marked as
              well
              {before.serving > 0 && `, ${before.serving} of them serving now`}.
            </p>
          )}
        </div>
      )}
      <div className="grid gap-3 wide:grid-cols-2">
        <Select
          label="Fixed version"
          value={draft.replacement}
          onChange={({ target }) => change({ replacement: target.value })}
          choices={[
            { value: '', label: 'None yet' },
            ...usable.map(({ label }) => ({ value: label, label })),
          ]}
        />
        <TextField
          label="Consumers move by"
          type="date"
          min={dayText(new Date().toISOString())}
          value={draft.deadline}
          onChange={({ target }) => change({ deadline: target.value })}
        />
      </div>
      {draft.replacement === '' && (
        <TextField
          label="Until there is a fix, what to do instead"
          maxLength={2_000}
          value={draft.fallback}
          onChange={({ target }) => change({ fallback: target.value })}
        />
      )}
      <TextArea
        label="Affected inputs, if known"
        maxLength={2_000}
        value={draft.affected}
        onChange={({ target }) => change({ affected: target.value })}
      />
      <ConditionFields
        address={address}
        inputs={inputs}
        conditions={draft.conditions}
        onChange={(conditions) => change({ conditions })}
      />
    </>
  );
}
