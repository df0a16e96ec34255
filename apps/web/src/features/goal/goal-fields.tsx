import { meetsThreshold, type VersionPage } from '@countersign/contracts';
import { useId } from 'react';
import { RowFields, Select, TextArea, TextField } from '../../controls/index.ts';
import { figureText } from '../../marks/index.ts';
import {
  type Comparison,
  claimOf,
  comparisonFor,
  type GoalDraft,
  type ThresholdDraft,
  withThreshold,
} from './goal-draft.ts';
import { comparisonSign } from './goal-rows.ts';
import './goal.css';

const comparisons = Object.entries(comparisonSign).map(([value, label]) => ({ value, label }));
type Metrics = VersionPage['metrics'];

function claimText(draft: ThresholdDraft, metrics: Metrics): string | null {
  const claimed = claimOf(draft, metrics);
  if (claimed === null) return null;
  const threshold = Number(draft.threshold);
  if (draft.threshold.trim() === '' || !Number.isFinite(threshold))
    return `The version claims ${figureText(claimed)}.`;
  const met = meetsThreshold({ comparison: draft.comparison, threshold }, claimed);
  return `The version claims ${figureText(claimed)}, which ${met ? 'keeps' : 'misses'} it.`;
}

function ThresholdFields({
  row,
  metrics,
  lists,
  change,
}: {
  row: ThresholdDraft;
  metrics: Metrics;
  lists: { metric: string; split: string };
  change: (part: Partial<ThresholdDraft>) => void;
}) {
  const claim = claimText(row, metrics);
  return (
    <>
      <TextField
        label="Metric"
        list={lists.metric}
        maxLength={100}
        value={row.metric}
        onChange={({ target }) =>
          change({
            metric: target.value,
            ...(row.threshold === '' ? { comparison: comparisonFor(target.value) } : {}),
          })
        }
      />
      <TextField
        label="Split, if one"
        list={lists.split}
        maxLength={100}
        value={row.split}
        onChange={({ target }) => change({ split: target.value })}
      />
      <Select
        label="Keeps"
        choices={comparisons}
        value={row.comparison}
        onChange={({ target }) => change({ comparison: target.value as Comparison })}
      />
      <TextField
        label="Threshold"
        inputMode="decimal"
        maxLength={30}
        value={row.threshold}
        onChange={({ target }) => change({ threshold: target.value })}
      />
      {claim && <p className="cap row-claim">{claim}</p>}
    </>
  );
}

/** Uses, thresholds and the last day of an approval, as they are asked for. */
export function GoalFields({
  draft,
  change,
  metrics,
  lastDay,
}: {
  draft: GoalDraft;
  change: (draft: GoalDraft) => void;
  metrics: Metrics;
  lastDay: string;
}) {
  const id = useId();
  const lists = { metric: `${id}-metrics`, split: `${id}-splits` };
  return (
    <>
      <TextArea
        label="Uses that production is asked for, one a line"
        required
        rows={3}
        maxLength={6_000}
        value={draft.uses}
        onChange={({ target }) => change({ ...draft, uses: target.value })}
      />
      <div className="grid gap-2">
        <h3>Original goal</h3>
        <p className="cap">What monitoring will hold the version to in production.</p>
        <RowFields
          what="Threshold"
          rows={draft.thresholds}
          most={50}
          layout="row-threshold"
          fields={(row, part) => <ThresholdFields row={row} metrics={metrics} lists={lists} change={part} />}
          add={() => withThreshold(draft.thresholds)}
          change={(thresholds) => change({ ...draft, thresholds })}
        />
        <datalist id={lists.metric}>
          {[...new Set(metrics.map(({ name }) => name))].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <datalist id={lists.split}>
          {[...new Set(metrics.map(({ split }) => split))].map((split) => (
            <option key={split} value={split} />
          ))}
        </datalist>
      </div>
      <TextField
        label="Approved until, at the latest"
        type="date"
        max={lastDay}
        value={draft.until}
        onChange={({ target }) => change({ ...draft, until: target.value })}
      />
    </>
  );
}
