import type { ReplayResult } from '@countersign/contracts';
import { CommandFailure } from './command-failure.ts';
import { type Connection, part } from './connection.ts';
import type { Printer } from './printer.ts';

const sentences: Readonly<Record<ReplayResult['verdict'], string>> = {
  identical: 'Identical',
  'within-tolerance': 'Within the declared tolerance',
  differs: 'Differs',
  'not-replayable': 'Not replayable',
};

/** Executes a prediction again. Differing or not replayable ends with exit code 1. */
export async function replay(connection: Connection, id: string, printer: Printer): Promise<void> {
  const result = await connection.json<ReplayResult>({
    method: 'POST',
    path: `/predictions/${part(id)}/replay`,
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  printer.result(result, () => [
    `${sentences[result.verdict]}: ${facts(result)}`,
    ...difference(result),
    ...(result.runtime
      ? [`Runtime ${result.runtime.name} ${result.runtime.version}, ${result.durationMs.toFixed(1)} ms`]
      : []),
    ...(result.number === null ? [] : [`Recorded as entry ${result.number}`]),
  ]);
  if (result.verdict === 'differs' || result.verdict === 'not-replayable') {
    throw new CommandFailure(1, `The prediction was not reproduced (${result.code ?? result.verdict}).`);
  }
}

const facts = ({ verdict, code, bits, differingBits, cells }: ReplayResult): string =>
  verdict === 'not-replayable'
    ? (code ?? 'no reason was given')
    : `${cells.length} values, ${differingBits} of ${bits} bits differ`;

function difference({ firstDifference }: ReplayResult): string[] {
  if (!firstDifference) return [];
  const { output, recorded, replayed, ulp } = firstDifference;
  return [
    `First difference in ${output}: recorded ${recorded}, replayed ${replayed}${ulp === null ? '' : ` (${ulp} ulp)`}`,
  ];
}
