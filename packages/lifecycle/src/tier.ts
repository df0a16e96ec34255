import { type Tier, tiers } from './vocabulary.ts';

/**
 * The tier questionnaire: four questions, the answers of each from the mildest to the gravest, with their points. `atLeast`
 * is a tier that this answer alone asks for. Published as it stands here on the page where it is answered and signed.
 */
export const tierQuestions = {
  exposure: {
    team: { points: 0 },
    organisation: { points: 1 },
    outside: { points: 2 },
  },
  purpose: {
    information: { points: 0 },
    operations: { points: 1 },
    decisions: { points: 2 },
    obligations: { points: 3, atLeast: 'moderate' },
  },
  autonomy: {
    advises: { points: 0 },
    confirmed: { points: 1 },
    alone: { points: 2 },
  },
  affected: {
    nobody: { points: 0 },
    indirectly: { points: 1 },
    individually: { points: 2, atLeast: 'moderate' },
    fundamentally: { points: 3, atLeast: 'high' },
  },
} as const satisfies Readonly<
  Record<string, Readonly<Record<string, { readonly points: number; readonly atLeast?: Tier }>>>
>;

export type TierQuestion = keyof typeof tierQuestions;
export type TierAnswers = { readonly [Question in TierQuestion]: keyof (typeof tierQuestions)[Question] };

/** The rule of today; a signed record names it, so that an earlier tier stays explicable after the rule changed. */
export const tierRule = { number: 1, moderateFrom: 3, highFrom: 7 } as const;

export interface TierFinding {
  readonly tier: Tier;
  readonly points: number;
  /** Questions whose answer alone asks for a higher tier than the points do. */
  readonly raisedBy: readonly TierQuestion[];
}

const answerOf = (question: TierQuestion, answers: TierAnswers) =>
  (tierQuestions[question] as Readonly<Record<string, { readonly points: number; readonly atLeast?: Tier }>>)[
    answers[question]
  ]!;

const rankOf = (tier: Tier): number => tiers.indexOf(tier);

/** The sum of the points chooses a tier, and the highest `atLeast` of the answers may raise it. */
export function tierOf(answers: TierAnswers): TierFinding {
  const given = (Object.keys(tierQuestions) as TierQuestion[]).map((question) => ({
    question,
    ...answerOf(question, answers),
  }));
  const points = given.reduce((sum, answer) => sum + answer.points, 0);
  const byPoints: Tier =
    points >= tierRule.highFrom ? 'high' : points >= tierRule.moderateFrom ? 'moderate' : 'low';
  const raising = given.filter(({ atLeast }) => atLeast !== undefined && rankOf(atLeast) > rankOf(byPoints));
  const tier = raising.reduce<Tier>(
    (highest, { atLeast }) => (rankOf(atLeast!) > rankOf(highest) ? atLeast! : highest),
    byPoints,
  );
  return { tier, points, raisedBy: raising.map(({ question }) => question) };
}
