import type { TierQuestion } from '@countersign/lifecycle';
import { useId } from 'react';
import { questionWords } from './words.ts';
import './tier.css';

/** One question with its answers in sight, the mildest first. */
export function Question({
  question,
  value,
  onChange,
}: {
  question: TierQuestion;
  value: string | undefined;
  onChange: (value: string) => void;
}) {
  const name = useId();
  const words = questionWords[question];
  return (
    <fieldset className="answers">
      <legend>{words.question}</legend>
      {Object.entries<string>(words.answers).map(([answer, text]) => (
        <label key={answer}>
          <input
            type="radio"
            name={name}
            value={answer}
            checked={value === answer}
            onChange={() => onChange(answer)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
