import type { MakeSchedule, ScheduleRow, ScheduleRun } from '@countersign/contracts';

const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

export const cadenceWord: Readonly<Record<MakeSchedule['cadence'], string>> = {
  daily: 'Every day',
  weekly: 'Every Monday',
  monthly: 'On the first of every month',
  quarterly: 'On the first of every quarter',
};

export const periodWord: Readonly<Record<MakeSchedule['period'], string>> = {
  'previous-day': 'The day before',
  'previous-week': 'The week before, Monday to Sunday',
  'previous-month': 'The month before',
  'previous-quarter': 'The quarter before',
  'previous-year': 'The year before',
  everything: 'Everything up to then',
};

export const whenText = ({ cadence, hour, zone }: Pick<ScheduleRow, 'cadence' | 'hour' | 'zone'>): string =>
  `${cadenceWord[cadence]} at ${hourText(hour)}, ${zone}`;

export const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: hourText(hour),
}));

export const leftOutWord: Readonly<Record<ScheduleRun['leftOut'][number]['why'], string>> = {
  closed: 'the account is closed',
  'no-right': 'may not read it any more',
  removed: 'the mailbox was removed',
  address: 'the address takes no mail',
};
