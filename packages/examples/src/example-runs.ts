import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LogRun } from '@countersign/contracts';
import { logRuns } from '@countersign/governance';
import { exampleData } from './example-data.ts';
import { exampleModels } from './example-models.ts';
import type { Step } from './step.ts';

/** The experiment that the manifests of the versions name. */
const experiment = 'selection';

type Tree = { readonly [name: string]: string | number | boolean | Tree };

/** As DVC shows experiments: parameters and metrics by the file that they come from. */
interface Experiment {
  readonly name: string;
  readonly params: { readonly 'params.yaml': Tree };
  readonly metrics: { readonly 'metrics.json': Readonly<Record<string, number>> };
}

/** `{train: {seed: 1}}` as `train.seed`. */
const flat = (tree: Tree, prefix = ''): [name: string, value: string][] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'object' ? flat(value, `${prefix}${name}.`) : [[prefix + name, String(value)]],
  );

const toRun = ({ name, params, metrics }: Experiment): LogRun => ({
  run: name,
  status: 'FINISHED',
  parameters: Object.fromEntries(flat(params['params.yaml'])),
  metrics: Object.entries(metrics['metrics.json']).map(([metric, value]) => ({ name: metric, value })),
});

/** The trainings that the versions were chosen from, logged before they are registered. Nobody noted when they ran. */
export const runSteps: readonly Step[] = exampleModels.map(({ key }) => ({
  name: `log the runs of ${key}`,
  run: async (cast) => {
    const text = await readFile(path.join(exampleData, key, 'experiments.json'), 'utf8');
    const { experiments } = JSON.parse(text) as { experiments: Experiment[] };
    await logRuns(await cast.as('developer'), { model: key, experiment, runs: experiments.map(toRun) });
  },
}));
