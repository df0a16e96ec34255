import { datasetKinds } from '@countersign/contracts';
import { RowFields, Select, TextArea, TextField } from '../../controls/index.ts';
import { datasetKindWord } from '../../marks/index.ts';
import {
  type DatasetDraft,
  emptyDataset,
  emptyMetric,
  type MetricDraft,
  withRow,
} from './substance-draft.ts';

const kinds = datasetKinds.map((kind) => ({ value: kind, label: datasetKindWord[kind] }));

export function MetricFields({
  metrics,
  change,
}: {
  metrics: readonly MetricDraft[];
  change: (metrics: readonly MetricDraft[]) => void;
}) {
  return (
    <RowFields
      what="Metric"
      rows={metrics}
      most={1_000}
      layout="row-metric"
      add={() => withRow(metrics, emptyMetric)}
      change={change}
      fields={(row, part) => (
        <>
          <TextField
            label="Name"
            maxLength={100}
            value={row.name}
            onChange={({ target }) => part({ name: target.value })}
          />
          <TextField
            label="Value"
            inputMode="decimal"
            maxLength={40}
            value={row.value}
            onChange={({ target }) => part({ value: target.value })}
          />
          <TextField
            label="Split"
            maxLength={100}
            value={row.split}
            onChange={({ target }) => part({ split: target.value })}
          />
          <TextField
            label="Rows"
            inputMode="numeric"
            maxLength={15}
            value={row.rows}
            onChange={({ target }) => part({ rows: target.value })}
          />
          <TextField
            label="Dataset digest"
            maxLength={64}
            value={row.datasetDigest}
            onChange={({ target }) => part({ datasetDigest: target.value })}
          />
        </>
      )}
    />
  );
}

export function DatasetFields({
  datasets,
  change,
}: {
  datasets: readonly DatasetDraft[];
  change: (datasets: readonly DatasetDraft[]) => void;
}) {
  return (
    <RowFields
      what="Dataset reference"
      rows={datasets}
      most={200}
      layout="row-dataset"
      add={() => withRow(datasets, emptyDataset)}
      change={change}
      fields={(row, part) => (
        <>
          <TextField
            label="Name"
            maxLength={200}
            value={row.name}
            onChange={({ target }) => part({ name: target.value })}
          />
          <Select
            label="Kind"
            choices={kinds}
            value={row.kind}
            onChange={({ target }) => part({ kind: target.value })}
          />
          <TextField
            label="Rows"
            inputMode="numeric"
            maxLength={15}
            value={row.rows}
            onChange={({ target }) => part({ rows: target.value })}
          />
          <TextField
            label="From"
            maxLength={40}
            value={row.start}
            onChange={({ target }) => part({ start: target.value })}
          />
          <TextField
            label="To"
            maxLength={40}
            value={row.end}
            onChange={({ target }) => part({ end: target.value })}
          />
          <TextField
            label="Address"
            maxLength={2_000}
            value={row.uri}
            onChange={({ target }) => part({ uri: target.value })}
          />
          <TextField
            label="Digest"
            maxLength={64}
            value={row.digest}
            onChange={({ target }) => part({ digest: target.value })}
          />
          <TextArea
            label="Query"
            maxLength={20_000}
            value={row.query}
            onChange={({ target }) => part({ query: target.value })}
          />
        </>
      )}
    />
  );
}
