import type { ComparedRun, ComparedRuns, RunPage, VersionPage } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { readRun } from '../experiment/read-run.ts';
import { compareTexts } from './compare-facts.ts';

type Named = VersionPage['run'];

/** Characters of a parameter that are shown. */
const shown = 500;

/** The runs that two versions of a model name, beside each other; also where they are of different experiments. */
export async function compareNamedRuns(
  ctx: Context,
  model: string,
  old: Named,
  now: Named,
): Promise<ComparedRuns> {
  const [before, after] = await Promise.all([readNamed(ctx, model, old), readNamed(ctx, model, now)]);
  const metrics = compareTexts(metricsOf(before), metricsOf(after));
  const values = [before, after].map((run) => new Map(run?.metrics.map(({ name, value }) => [name, value])));
  return {
    before: toComparedRun(old, before),
    after: toComparedRun(now, after),
    parameters: compareTexts(before?.parameters ?? [], after?.parameters ?? []).map((text) => ({
      ...text,
      before: cut(text.before),
      after: cut(text.after),
    })),
    metrics: metrics.map(({ name, same }) => ({
      name,
      before: values[0]!.get(name) ?? null,
      after: values[1]!.get(name) ?? null,
      same,
    })),
  };
}

/** Null where no run is named, or none of that name was logged. */
const readNamed = async (ctx: Context, model: string, named: Named): Promise<RunPage | null> =>
  named?.found ? readRun(ctx, { model, experiment: named.experiment, run: named.run }) : null;

const metricsOf = (run: RunPage | null) =>
  run?.metrics.map(({ name, value }) => ({ name, value: String(value) })) ?? [];

function toComparedRun(named: Named, page: RunPage | null): ComparedRun | null {
  if (!named) return null;
  const { experiment, run } = named;
  return {
    experiment,
    run,
    found: page && { name: page.name, status: page.status, startedAt: page.startedAt },
  };
}

const cut = (text: string | null): string | null =>
  text !== null && text.length > shown ? `${text.slice(0, shown)}…` : text;
