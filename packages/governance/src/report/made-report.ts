import type { House } from '../context.ts';
import { type ReportStored, reportSelect } from './report-row.ts';

export { serialText } from './report-row.ts';
/** A report with its finished files, for whoever hands it on. */
export type MadeReport = ReportStored;

/** A report by its id, whoever asks: who may read it is for the caller to see to. */
export const findMadeReport = async ({ pool }: Pick<House, 'pool'>, id: string): Promise<MadeReport> =>
  (await pool.query<MadeReport>(`${reportSelect} WHERE r.id = $1`, [id])).rows[0]!;
