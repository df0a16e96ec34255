import type { Resolution } from '@countersign/contracts';
import { CommandFailure } from './command-failure.ts';
import { type Connection, part } from './connection.ts';
import type { Printer } from './printer.ts';

export interface Checked {
  readonly model: string;
  /** The version that a pipeline is pinned to; without it the champion of the environment. */
  readonly version: string | undefined;
  readonly environment: string;
}

/**
 * Whether a model may be used, for a pipeline. @returns 0 usable, 1 advisory or deprecated, 2 blocked
 * @throws CommandFailure with 2 where it is not known
 */
export async function check(
  connection: Connection,
  { model, version, environment }: Checked,
  printer: Printer,
): Promise<0 | 1 | 2> {
  const which = version === undefined ? `environment=${part(environment)}` : `version=${part(version)}`;
  const resolution = await connection
    .json<Resolution>({ method: 'GET', path: `/models/${part(model)}/resolve?${which}` })
    .catch((error: unknown) => {
      if (error instanceof CommandFailure) throw new CommandFailure(2, error.message);
      throw error;
    });
  printer.result(resolution, () => [sentenceOf(resolution)]);
  if (resolution.standing === 'blocked') return 2;
  return resolution.standing === 'advisory' || resolution.stage === 'deprecated' ? 1 : 0;
}

function sentenceOf({
  model,
  environment,
  version,
  standing,
  recall,
  deprecation,
  replacement,
}: Resolution): string {
  const what = `${model} ${version}${environment === null ? '' : ` in ${environment}`}`;
  const instead = replacement === null ? '' : ` Use ${replacement} instead.`;
  if (standing === 'blocked') return `${what}: do not use. ${recall?.reason ?? ''}${instead}`;
  if (standing === 'advisory') return `${what}: advisory. ${recall?.reason ?? ''}${instead}`;
  if (deprecation) {
    const until = deprecation.sunsetAt === null ? '' : `, until ${deprecation.sunsetAt.slice(0, 10)}`;
    return `${what}: deprecated (${deprecation.reason})${until}.${instead}`;
  }
  return `${what}: usable.`;
}
