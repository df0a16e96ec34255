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

/** Reports of Evidently in each form that its releases write: by metric, as a test suite, by id, by name, and both snapshots. */
export const evidentlyOlder = {
  version: '0.4.40',
  metrics: [
    {
      metric: 'DatasetDriftMetric',
      result: {
        drift_share: 0.5,
        number_of_columns: 4,
        number_of_drifted_columns: 1,
        share_of_drifted_columns: 0.25,
        dataset_drift: false,
      },
    },
    {
      metric: 'ColumnDriftMetric',
      result: {
        column_name: 'wind',
        column_type: 'num',
        stattest_name: 'K-S p_value',
        drift_score: 0.031,
        drift_detected: true,
        current: { small_distribution: { x: [1, 2], y: [0.5] } },
        reference: null,
      },
    },
  ],
  timestamp: '2026-02-03 04:05:06.789012',
};
export const evidentlySuite = {
  version: '0.6.7',
  tests: [
    {
      name: 'Mean Value',
      description: 'The mean value of the column wind is 3.5.',
      status: 'SUCCESS',
      group: 'data_quality',
      parameters: { condition: { lte: 4 }, value: 3.5, column_name: 'wind' },
    },
    {
      name: 'Drift per Column',
      description: 'The drift score for the feature wind is 0.031.',
      status: 'FAIL',
      group: 'data_drift',
      parameters: { score: 0.031, threshold: 0.05, detected: true, column_name: 'wind' },
    },
    {
      name: 'Values in Range',
      description: 'Of the column **tide** 3 values are out of range.',
      status: 'WARNING',
      group: 'data_quality',
      parameters: { value: 0.0006 },
    },
  ],
  summary: {
    all_passed: false,
    total_tests: 3,
    success_tests: 1,
    failed_tests: 1,
    by_status: { SUCCESS: 1, FAIL: 1, WARNING: 1 },
  },
  metric_results: [{ metric: 'ColumnQuantileMetric', result: { column_name: 'wind', quantile: 0.5 } }],
  timestamp: '2026-02-03 04:05:06.789012',
};
const testOf = (name: string, status: string) => ({
  id: 'lt',
  name,
  description: 'Said so.',
  metric_config: { metric_id: 'a1', params: { type: 'evidently:metric_v2:MeanValue', column: 'wind' } },
  test_config: { type: 'evidently:test_v2:LessThanMetricTest', threshold: 3 },
  status,
  bound_test: null,
});
export const evidentlyById = {
  metrics: [
    {
      id: '15e8',
      metric_id: 'DriftedColumnsCount(drift_share=0.5)',
      value: { count: 1.0, share: 0.25 },
    },
    { id: '1cf7', metric_id: 'ValueDrift(column=wind)', value: 0.031 },
    {},
  ],
  tests: [],
};
export const evidentlyByName = {
  metrics: [
    {
      id: 'a1',
      metric_name: 'MeanValue(column=wind)',
      config: { type: 'evidently:metric_v2:MeanValue', tests: [], column: 'wind' },
      value: 3.5,
    },
    {
      id: 'b2',
      metric_name: 'PrecisionByLabel(probas_threshold=0.5)',
      config: { type: 'evidently:metric_v2:PrecisionByLabel', probas_threshold: 0.5 },
      value: { low: 0.75, high: null },
    },
  ],
  tests: [testOf('Mean value of wind: Less 3', 'FAIL'), testOf('Mean value of wind: Less 4', 'SUCCESS')],
};
const placed = (params: object) => ({ metric: { metric_id: 'x', params }, param: {} });
const singleValue = (value: number, name: string) => ({
  type: 'evidently:metric_result_v2:SingleValue',
  display_name: name,
  metric_value_location: null,
  widget: null,
  tests: [],
  value,
});
export const evidentlySnapshot = {
  report: { items: [] },
  name: null,
  timestamp: '2026-02-03T04:05:06.789012',
  metadata: {},
  tags: [],
  metric_results: {
    ab: {
      type: 'evidently:metric_result_v2:CountValue',
      display_name: 'Count of Drifted Columns',
      metric_value_location: placed({
        type: 'evidently:metric_v2:DriftedColumnsCount',
        tests: [{ threshold: 7 }],
        columns: ['wind', 'tide'],
        drift_share: 0.5,
        method: null,
      }),
      widget: [{ size: 2, params: { counters: [{ value: 9 }] } }],
      tests: [testOf('Share of drifted columns: Less 1', 'SUCCESS')],
      count: singleValue(1, 'count'),
      share: singleValue(0.25, 'share'),
    },
    cd: { ...singleValue(3.5, 'Mean value of wind'), display_name: 'Mean value of wind' },
    ef: singleValue(9, 'Computed on the way'),
  },
  top_level_metrics: ['ab', 'cd'],
  widgets: [],
  tests_widgets: [],
};
export const evidentlyOlderSnapshot = {
  id: '018d',
  timestamp: '2026-02-03T04:05:06.789012',
  metadata: {},
  tags: [],
  suite: {
    metrics: [
      { type: 'evidently:metric:DataInputs' },
      { type: 'evidently.metrics.data_drift.column_drift_metric.ColumnDriftMetric', column_name: 'wind' },
    ],
    metric_results: [
      { type: 'evidently:metric_result:Inputs', rows: 9 },
      { type: 'evidently:metric_result:ColumnDriftMetricResults', column_name: 'wind', drift_score: 0.031 },
    ],
    tests: [],
    test_results: [{ name: 'Drift per Column', status: 'FAIL', parameters: { column_name: 'wind' } }],
  },
  metrics_ids: [1],
  test_ids: [0],
};
