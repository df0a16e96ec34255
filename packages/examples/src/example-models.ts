import type { CreateModel, TierAnswers } from '@countersign/contracts';

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

/** What the owner answers to the tier questionnaire, and the reviewer who signs it. */
export const exampleTiers: readonly {
  readonly model: string;
  readonly answers: TierAnswers;
  readonly reason: string;
  readonly signer: string;
  readonly comment: string;
}[] = [
  {
    model: 'ridership-demand',
    answers: {
      exposure: 'organisation',
      purpose: 'operations',
      autonomy: 'confirmed',
      affected: 'indirectly',
    },
    reason:
      'Dispatch plans trains and staff by the forecast, and confirms every plan. Passengers feel a wrong one as a crowded platform.',
    signer: 'reviewer',
    comment: 'Agrees with how dispatch uses the forecast; no plan is made without a person.',
  },
  {
    model: 'credit-risk',
    answers: {
      exposure: 'outside',
      purpose: 'decisions',
      autonomy: 'confirmed',
      affected: 'fundamentally',
    },
    reason:
      'A clerk decides on each application with the score before them; whoever is refused cannot have the credit. The law asks for reasons.',
    signer: 'second-reviewer',
    comment:
      'Access to credit is fundamental for the person asking; the tier follows from that answer alone.',
  },
];

/** Recorded calls carry the reference of their case under another name in each example. */
export const referenceField: Readonly<Record<string, 'eventDate' | 'applicationId'>> = {
  'ridership-demand': 'eventDate',
  'credit-risk': 'applicationId',
};
