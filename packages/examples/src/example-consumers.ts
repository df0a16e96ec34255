import { declareUse, registerConsumer } from '@countersign/governance';
import type { Step } from './step.ts';

const day = 24 * 60;
interface ExampleConsumer {
  readonly key: string;
  readonly name: string;
  readonly purpose: string;
  readonly volumePerDay: number;
  readonly serviceLevels: string | null;
  readonly whenBlocked: string | null;
  readonly model: string;
  /** What answers in production, or versions by their labels. */
  readonly of: { readonly environment: string } | { readonly from: string; readonly to: string };
  readonly kind: 'realtime' | 'batch';
  readonly cadenceMinutes: number | null;
}

/** Consumers of the example data that said what they use. The others of that data are discovered. */
export const exampleConsumers: readonly ExampleConsumer[] = [
  {
    key: 'train-dispatch',
    name: 'Train Operations (example)',
    purpose: 'Number of trains and standby crews for the day',
    volumePerDay: 1,
    serviceLevels: 'An answer by 03:45, every day',
    whenBlocked: 'Runs the timetable of the same weekday a week before',
    model: 'ridership-demand',
    of: { environment: 'production' },
    kind: 'batch',
    cadenceMinutes: day,
  },
  {
    key: 'station-staffing',
    name: 'Station Services (example)',
    purpose: 'Staff at the turnstiles, planned on Mondays',
    volumePerDay: 1,
    serviceLevels: null,
    whenBlocked: 'Keeps the plan of the week before',
    model: 'ridership-demand',
    of: { environment: 'production' },
    kind: 'batch',
    cadenceMinutes: 7 * day,
  },
  {
    key: 'energy-planning',
    name: 'Power and Facilities (example)',
    purpose: 'Escalator and ventilation load; has not migrated from 1.0.0',
    volumePerDay: 1,
    serviceLevels: null,
    whenBlocked: null,
    model: 'ridership-demand',
    of: { from: '1.0.0', to: '1.0.0' },
    kind: 'batch',
    cadenceMinutes: null,
  },
  {
    key: 'web-onboarding',
    name: 'Digital Lending (example)',
    purpose: 'Instant answer in the web form',
    volumePerDay: 9,
    serviceLevels: 'An answer within two seconds',
    whenBlocked: 'Sends the application to a clerk',
    model: 'credit-risk',
    of: { environment: 'production' },
    kind: 'realtime',
    cadenceMinutes: day,
  },
  {
    key: 'branch-lending',
    name: 'Branch Network (example)',
    purpose: 'Proposal on the screen of the clerk',
    volumePerDay: 7,
    serviceLevels: null,
    whenBlocked: 'The clerk decides without a proposal',
    model: 'credit-risk',
    of: { environment: 'production' },
    kind: 'realtime',
    cadenceMinutes: day,
  },
];

export const consumerSteps: readonly Step[] = exampleConsumers.flatMap(
  ({ model, of, kind, cadenceMinutes, key, ...known }): Step[] => [
    {
      name: `register the consumer ${key}`,
      run: async (cast) => {
        const { id } = await cast.person('consumer@example.com');
        await registerConsumer(await cast.as('owner'), {
          ...known,
          consumer: key,
          contacts: [`${key}@example.com`],
          answererId: id,
        });
      },
    },
    {
      name: `declare what ${key} uses`,
      run: async (cast) => {
        await declareUse(await cast.as('owner'), {
          consumer: key,
          model,
          ...of,
          kind,
          cadenceMinutes,
          purpose: null,
        });
      },
    },
  ],
);
