import type { TierProposal } from '@countersign/contracts';
import type { TierAnswers, TierQuestion } from '@countersign/lifecycle';

type Answers<Question extends TierQuestion> = Readonly<Record<TierAnswers[Question], string>>;
type Words = { readonly [Question in TierQuestion]: { question: string; answers: Answers<Question> } };

/** The questionnaire as people read it; a new answer in the rule does not compile until it is worded here. */
export const questionWords: Words = {
  exposure: {
    question: 'Exposure: who sees its answers, or acts on them?',
    answers: {
      team: 'one team, for its own work',
      organisation: 'others inside the organisation',
      outside: 'customers, partners or the public',
    },
  },
  purpose: {
    question: 'Purpose: what are its answers for?',
    answers: {
      information: 'information: reports, research, exploration',
      operations: 'operations: planning, stocks, dispatch, maintenance',
      decisions: 'decisions about single cases: prices, limits, claims, applications',
      obligations: 'obligations: figures that a law or a supervisor asks for, or safety',
    },
  },
  autonomy: {
    question: 'Autonomy: who decides in the end?',
    answers: {
      advises: 'a person decides, with other sources beside it',
      confirmed: 'a person confirms or changes each answer',
      alone: 'nobody: its answer takes effect by itself',
    },
  },
  affected: {
    question: 'Affected persons: whom does a wrong answer reach?',
    answers: {
      nobody: 'nobody',
      indirectly: 'people in general, indirectly',
      individually: 'the single person whom the answer is about',
      fundamentally: 'a person’s access to credit, work, housing, care, benefits or liberty',
    },
  },
};

export const questions = Object.keys(questionWords) as TierQuestion[];

export const answerText = (question: TierQuestion, answers: TierAnswers): string =>
  (questionWords[question].answers as Readonly<Record<string, string>>)[answers[question]] ??
  answers[question];

export const proposalStateWord: Readonly<Record<TierProposal['state'], string>> = {
  open: 'Waits for a signature',
  signed: 'Signed',
  refused: 'Refused',
  replaced: 'Replaced by a newer one',
};
