import { type TierQuestion, tierQuestions, tierRule } from '@countersign/lifecycle';
import { type Column, Section, Table } from '../../controls/index.ts';
import { tierWord } from '../../marks/index.ts';
import { questions, questionWords } from './words.ts';
import './tier.css';

interface RuleRow {
  question: TierQuestion;
  answer: string;
  points: number;
  atLeast: keyof typeof tierWord | undefined;
}

const rows: readonly RuleRow[] = questions.flatMap((question) =>
  Object.entries<{ points: number; atLeast?: keyof typeof tierWord }>(tierQuestions[question]).map(
    ([answer, { points, atLeast }]) => ({
      question,
      answer: (questionWords[question].answers as Readonly<Record<string, string>>)[answer] ?? answer,
      points,
      atLeast,
    }),
  ),
);

const columns: readonly Column<RuleRow>[] = [
  { head: 'Answer', cell: ({ answer }) => answer },
  { head: 'Points', cell: ({ points }) => points, numeric: true, width: 72, phone: true },
  {
    head: 'Alone asks for',
    cell: ({ atLeast }) =>
      atLeast ? `${tierWord[atLeast].toLowerCase()} at least` : <span className="muted">nothing</span>,
    width: 140,
  },
];

/** The rule as it is computed, so that nobody has to believe the tier. */
export function TierRule() {
  return (
    <Section title={`The rule, number ${tierRule.number}`} count="the same on the server and here">
      <p className="lede rule-text">
        The points of the four answers are added: from {tierRule.moderateFrom} the tier is moderate, from{' '}
        {tierRule.highFrom} high. An answer that alone asks for a tier raises it to at least that. The owner
        of the model proposes, a reviewer signs who is not the proposer; where the tier falls, an approver.
      </p>
      <Table
        label="Answers and their points"
        rows={rows}
        keyOf={({ question, answer }) => `${question}/${answer}`}
        columns={columns}
        second={({ atLeast }) => atLeast && `alone asks for ${tierWord[atLeast].toLowerCase()} at least`}
        group={({ question }) => questionWords[question].question}
      />
    </Section>
  );
}
