import type { PersonRef } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { typedMention, withMention } from './mention.ts';
import { colleaguesQuery } from './queries.ts';

/** A comment in Markdown. After an @ the people who can be mentioned are offered beneath it. */
export function CommentField({
  label,
  model,
  value,
  onChange,
  onMention,
}: {
  label: string;
  model: string;
  value: string;
  onChange: (text: string) => void;
  onMention: (person: PersonRef) => void;
}) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const found = useQuery({ ...colleaguesQuery(model, typed ?? ''), enabled: typed !== null });
  const people = typed === null ? [] : (found.data ?? []);
  const look = () => {
    const { current } = area;
    setTyped(current ? typedMention(current.value, current.selectionStart) : null);
    setActive(0);
  };
  const choose = (person: PersonRef) => {
    const { current } = area;
    if (!current) return;
    const next = withMention(value, current.selectionStart, person.name);
    onMention(person);
    onChange(next.text);
    setTyped(null);
    requestAnimationFrame(() => {
      current.focus();
      current.setSelectionRange(next.caret, next.caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (people.length === 0) return;
    const chosen = people[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : people.length - 1;
      setActive((active + step) % people.length);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) choose(chosen);
    else if (event.key === 'Escape') setTyped(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="field comment-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        ref={area}
        id={id}
        className="input"
        maxLength={10_000}
        value={value}
        aria-autocomplete="list"
        aria-controls={people.length > 0 ? `${id}-people` : undefined}
        aria-activedescendant={people.length > 0 ? `${id}-${active}` : undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          onChange(event.target.value);
          look();
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setTyped(null)}
      />
      {people.length > 0 && (
        <div className="comment-people" role="listbox" id={`${id}-people`} aria-label="People to mention">
          {people.map((person, index) => (
            <div
              key={person.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              // Before the field loses the focus, which would close the list.
              onMouseDown={(event) => {
                event.preventDefault();
                choose(person);
              }}
            >
              {person.name}
            </div>
          ))}
        </div>
      )}
      <p className="cap" id={`${id}-hint`}>
        Markdown; @ mentions somebody
      </p>
    </div>
  );
}
