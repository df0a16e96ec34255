// Writes manifest.json of every example version from the facts that lie beside it. Run it after an example changed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const data = path.join(path.dirname(fileURLToPath(import.meta.url)), '../data');
const kinds = {
  'model.onnx': 'artifact',
  'schema.json': 'schema',
  'golden.json': 'golden-set',
  'robustness.json': 'robustness',
  'notebook.ipynb': 'notebook',
  'training-data.json': 'data',
  'reference-stats.json': 'data',
  'reference-predictions.json': 'data',
  'params.json': 'configuration',
  'environment.json': 'configuration',
  'requirements.txt': 'configuration',
  'release-notes.md': 'documentation',
  'metrics.json': 'documentation',
};
const kindOf = (file) => (file.endsWith('.py') ? 'script' : kinds[file]);

const examples = {
  'ridership-demand': {
    descriptions: {
      '1.0.0': 'Random forest on 2001 to 2008; entries at Clark/Lake per day, in thousands.',
      '1.1.0': 'The same forest, retrained to 2010.',
      '2.0.0': 'Random forest to 2014 with the holiday flag; temperature in degrees Fahrenheit, named so.',
      '2.1.0-rc.1':
        'Challenger of 2.0.0: gradient boosting, 500 trees of depth 4, one typed input per feature.',
    },
    outcomeRule: { metric: 'absoluteError', op: '>', value: 2 },
  },
  'credit-risk': {
    descriptions: {
      '1.0.0': 'Logistic regression on the 13 fields of an application; refuses from 0.5.',
      '1.1.0': 'Logistic regression without age and marital status; refuses from 0.4.',
      '2.0.0-rc.1':
        'Challenger: gradient boosting, 150 trees of depth 3, on the inputs of 1.1.0. Refuses from 0.4.',
    },
    decision: true,
  },
};

/** metrics.json nests figures by split; a claim is one figure of one split. Counts and tables stay in the file. */
function claims(metrics, datasetDigest) {
  return Object.entries(metrics.metrics).flatMap(([split, figures]) =>
    Object.entries(figures)
      .filter(([name, value]) => typeof value === 'number' && name !== 'rows' && name !== 'threshold')
      .map(([name, value]) => ({ name, value, split, rows: figures.rows, datasetDigest })),
  );
}

/** The run of the example's experiment that became a version. */
function runOf(example, version) {
  const { experiments } = JSON.parse(readFileSync(path.join(data, example, 'experiments.json'), 'utf8'));
  const promoted = experiments.find(({ promotedTo }) => promotedTo === version);
  return promoted ? { run: { experiment: 'selection', run: promoted.name } } : {};
}

for (const [example, facts] of Object.entries(examples)) {
  for (const [version, description] of Object.entries(facts.descriptions)) {
    const folder = path.join(data, example, 'versions', version);
    const json = (file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
    const training = json('training-data.json');
    const threshold = json('params.json').threshold;
    const manifest = {
      model: example,
      version,
      description,
      authors: [
        { email: 'developer@example.com', part: 'code' },
        { email: 'developer@example.com', part: 'training' },
        { email: 'developer@example.com', part: 'notebook' },
      ],
      files: readdirSync(folder)
        .filter((file) => file !== 'manifest.json')
        .sort()
        .map((file) => ({ path: file, kind: kindOf(file) })),
      parametersFile: 'params.json',
      metrics: claims(json('metrics.json'), training.sha256),
      datasets: [
        {
          name: training.dataset,
          kind: 'query',
          uri: training.file,
          digest: training.sha256,
          query: training.query,
          ...(training.timeRange ? { timeRange: training.timeRange } : {}),
          rows: training.rows,
          split: training.split,
          source: training.source,
        },
      ],
      buildEnvironmentFile: 'environment.json',
      releaseNotesFile: 'release-notes.md',
      ...(facts.decision
        ? {
            decision: {
              output: 'probabilities.bad',
              op: '>=',
              value: threshold,
              then: 'refuse',
              else: 'grant',
            },
          }
        : {}),
      ...(facts.outcomeRule ? { outcomeRule: facts.outcomeRule } : {}),
      ...(example === 'credit-risk' && version === '1.1.0'
        ? { fallback: { kind: 'version', label: '1.0.0' } }
        : {}),
      ...runOf(example, version),
    };
    writeFileSync(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
}
