import type { CreateModel } from '@countersign/contracts';

export const exampleModels: readonly CreateModel[] = [
  {
    key: 'ridership-demand',
    name: 'Ridership demand',
    purpose:
      'Entries at the station Clark/Lake per day, in thousands, 14 days ahead: dispatch, staffing and energy are planned by it.',
    tier: 'moderate',
  },
  {
    key: 'credit-risk',
    name: 'Credit risk',
    purpose:
      'Probability that a consumer credit turns bad, from the fields of the application. Decides on refusal together with a threshold.',
    tier: 'high',
  },
];

/** Recorded calls carry the reference of their case under another name in each example. */
export const referenceField: Readonly<Record<string, 'eventDate' | 'applicationId'>> = {
  'ridership-demand': 'eventDate',
  'credit-risk': 'applicationId',
};
