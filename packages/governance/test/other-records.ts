/** Files of other tools in figures of our own: a project of MLflow, a model card, reports of Evidently. */
type Files = Record<string, string>;

export const mlflowProject = (changed: Readonly<Files> = {}): Files => ({
  'tides/MLproject': [
    'name: tides',
    'python_env: python_env.yaml',
    'entry_points:',
    '  main:',
    '    parameters:',
    '      depth: {type: float, default: 6}',
    '      coast: {type: string, default: north}',
    '      table: path',
    '    command: "python fit.py {depth} {coast} {table}"',
    '  check:',
    '    command: "python check.py"',
    '',
  ].join('\n'),
  'tides/python_env.yaml': 'python: 3.10\ndependencies: [numpy==1.26.4]\n',
  'tides/fit.py': 'print("fit")\n',
  'tides/weights.bin': 'not read',
  'tides/mlruns/0/x': 'not read',
  ...changed,
});

const cardLines = [
  '---',
  'language: en',
  'license: apache-2.0',
  'library_name: onnx',
  'datasets:',
  '- coast/tides',
  'model-index:',
  '- name: tide-level',
  '  results:',
  '  - task: {type: regression}',
  '    dataset: {type: coast/tides, name: Tides, split: test, revision: 4f1c22a}',
  '    metrics:',
  '    - {type: rmse, value: 0.25}',
  '    - {type: mae, value: about a fifth}',
  '---',
  '',
  '# Tide level',
  '',
  '## What',
  '',
  'Says how high the water stands.',
  '',
];
/** A model card; a line of it may be another one, by its number from 1. */
export const modelCard = (changed: Readonly<Record<number, string>> = {}): string =>
  cardLines.map((line, index) => changed[index + 1] ?? line).join('\n');

export const evidentlyOlder = {
  timestamp: '2026-02-03 04:05:06.789',
  version: '0.4.1',
  metrics: [
    {
      metric: 'DatasetDriftMetric',
      result: {
        drift_share: 0.5,
        number_of_columns: 4,
        share_of_drifted_columns: 0.25,
        dataset_drift: false,
      },
    },
    {
      metric: 'ColumnDriftMetric',
      result: { column_name: 'wind', drift_score: 0.031, stattest_name: 'K-S', current: { bars: [1, 2] } },
    },
  ],
};
export const evidentlyNewer = {
  metrics: [
    { metric_id: 'DriftedColumnsCount(drift_share=0.5)', value: { count: 1, share: 0.25 } },
    { metric_name: 'MeanValue(column=wind)', config: { column: 'wind' }, value: 3.5 },
    {},
  ],
  tests: [
    { name: 'mean', status: 'SUCCESS' },
    { name: 'share', status: 'FAIL' },
  ],
};
export const evidentlySnapshot = {
  timestamp: '2026-02-03T04:05:06',
  top_level_metrics: ['ab'],
  metric_results: {
    ab: {
      type: 'x:CountValue',
      display_name: 'Drifted columns',
      widget: [{ size: 2 }],
      count: { display_name: 'count', value: 1 },
      share: { display_name: 'share', value: 0.25 },
    },
  },
};
