import { setTimeout as sleep } from 'node:timers/promises';
import type { ReportRow } from '@countersign/contracts';
import { CommandFailure } from '../command-failure.ts';
import type { Connection } from '../connection.ts';
import type { Printer } from '../printer.ts';

const stepWord: Readonly<Record<NonNullable<ReportRow['step']>, string>> = {
  collecting: 'Reading the ledger',
  json: 'Writing JSON',
  csv: 'Writing CSV',
  pdf: 'Setting the PDF',
};

/** Between two looks, in ms: soon at first, so that a small report is there at once. */
const pauses = [150, 300, 600];
const longestPause = 1_000;

/** Looks until a report is over. @throws CommandFailure where it failed or was cancelled */
export async function waitForReport(
  connection: Connection,
  id: string,
  printer: Printer,
): Promise<ReportRow> {
  let told = '';
  for (let turn = 0; ; turn++) {
    const report = await connection.json<ReportRow>({ method: 'GET', path: `/reports/${id}` });
    if (report.state === 'done') return report;
    if (report.state === 'failed')
      throw new CommandFailure(
        1,
        `Report ${report.serial} could not be made: ${report.problem ?? 'no reason was given'}`,
      );
    if (report.state === 'cancelled') throw new CommandFailure(1, `Report ${report.serial} was cancelled.`);
    const now = progressText(report);
    if (now !== told) printer.progress(now);
    told = now;
    await sleep(pauses[turn] ?? longestPause);
  }
}

const progressText = ({ step, done, total }: ReportRow): string =>
  step === null
    ? 'Waits for its turn'
    : total > 0
      ? `${stepWord[step]}, ${Math.min(100, Math.floor((100 * done) / total))} %`
      : stepWord[step];
