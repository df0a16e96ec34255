import { RadioSegments, Section, TextField } from '../../controls/index.ts';
import type { Answer, Draft } from './draft.ts';

const options: readonly { value: Answer; label: string }[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'not-applicable', label: 'Not applicable' },
];

/** The gate's questions; the answers are signed with the decision. */
export function Checklist({
  questions,
  answers,
  onChange,
}: {
  questions: readonly string[];
  answers: Draft['answers'];
  onChange: (answers: Draft['answers']) => void;
}) {
  const answered = questions.filter((question) => answers[question]).length;
  return (
    <Section title="Checklist" count={`${answered} of ${questions.length} answered`}>
      <ol className="checklist">
        {questions.map((question, index) => {
          const given = answers[question];
          return (
            <li key={question} id={`question-${index + 1}`}>
              <span className="muted">{index + 1}</span>
              <span>{question}</span>
              <RadioSegments
                label={question}
                labelHidden
                options={options}
                value={given?.answer ?? null}
                onChange={(answer) =>
                  onChange({ ...answers, [question]: { answer, note: given?.note ?? '' } })
                }
              />
              {given && given.answer !== 'yes' && (
                <div className="checklist-note">
                  <TextField
                    label={`Note on question ${index + 1}`}
                    maxLength={2_000}
                    value={given.note}
                    onChange={(event) =>
                      onChange({ ...answers, [question]: { ...given, note: event.target.value } })
                    }
                  />
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
