import { columnText, type ExperimentAddress, type RunChoice } from '@countersign/contracts';
import { boundedRead } from '../bounded-read.ts';
import type { Context } from '../context.ts';
import { type CsvCell, csvLines } from '../csv-text.ts';
import { openExperiment } from './find-experiment.ts';
import { findRuns, type RunPlace } from './find-runs.ts';
import { columnsIn, narrowRuns } from './list-runs.ts';
import { conditionsIn } from './run-conditions.ts';
import { orderIn } from './run-order.ts';
import { readRunRows } from './run-row.ts';

const atOnce = 1_000;
const head = ['run_id', 'run_name', 'status', 'start_time', 'end_time', 'versions'];

export interface RunsExport {
  readonly fileName: string;
  /** RFC 4180, in pieces; texts that a spreadsheet would take for formulas are kept from being ones. */
  pieces(): AsyncGenerator<string>;
}

/**
 * The runs that a choice shows as a table, all of them, with whole texts. What is wrong is refused before the first piece.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, FILTER_WRONG
 */
export async function exportRuns(ctx: Context, input: ExperimentAddress & RunChoice): Promise<RunsExport> {
  const asked = { order: orderIn(input.order), conditions: conditionsIn(input.filter) };
  const columns = columnsIn(input.columns).filter(({ of }) => of !== 'attributes');
  const { id: experimentId, model } = await openExperiment(ctx, input);
  const names = columns.map(columnText);
  async function* pieces() {
    yield csvLines([[...head, ...names]]);
    let after: RunPlace | null = null;
    for (;;) {
      const from: RunPlace | null = after;
      const places: RunPlace[] = await boundedRead(ctx, { narrow: narrowRuns, patient: true }, (client) =>
        findRuns(client, { ...asked, experimentId, after: from, limit: atOnce }),
      );
      const rows = await readRunRows(
        ctx,
        places.map(({ id }) => id),
        columns,
        true,
      );
      yield csvLines(
        rows.map(({ run, name, status, startedAt, endedAt, versions, cells }): CsvCell[] => [
          run,
          name,
          status,
          startedAt,
          endedAt,
          versions.join(' '),
          ...names.map((column) => cells[column] ?? null),
        ]),
      );
      if (places.length < atOnce) return;
      after = places.at(-1)!;
    }
  }
  return { fileName: `${model.key}-runs.csv`, pieces };
}
