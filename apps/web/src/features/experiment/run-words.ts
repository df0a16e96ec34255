import type { MetricValue, RunStatus } from '@countersign/contracts';
import { figureText } from '../../marks/index.ts';

export const statusWord: Readonly<Record<RunStatus, string>> = {
  RUNNING: 'Running',
  SCHEDULED: 'Scheduled',
  FINISHED: 'Finished',
  FAILED: 'Failed',
  KILLED: 'Killed',
};

const special = { NaN: 'NaN', Infinity: '∞', '-Infinity': '−∞' } as const;

/** A figure in full beside others of its kind is long: six digits tell them apart. */
export const metricText = (value: MetricValue): string =>
  typeof value === 'number' ? figureText(value) : special[value];

/** The cell of a column: figures shortened, texts as they are. */
export const cellText = (column: string, value: MetricValue | string | undefined): string =>
  value === undefined ? '' : column.startsWith('metrics.') ? metricText(value as MetricValue) : String(value);

/** The name of a column without what it is of: `rmse` for metrics.rmse. */
export const columnName = (column: string): string =>
  column.slice(column.indexOf('.') + 1).replace(/^`(.*)`$/s, (_, key: string) => key.replaceAll('``', '`'));
