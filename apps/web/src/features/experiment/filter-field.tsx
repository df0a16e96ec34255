import { completeRunFilter, parseRunFilter, type RunKeys } from '@countersign/contracts';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Button } from '../../controls/index.ts';
import './experiment.css';

/** A filter with what may come next, and a pointer to what is wrong with it. Asked when somebody presses Enter. */
export function FilterField({
  value,
  keys,
  onFilter,
}: {
  value: string | undefined;
  keys: RunKeys;
  onFilter: (filter: string | undefined) => void;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value ?? '');
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(-1);
  const [asked, setAsked] = useState(value !== undefined);
  const { problem } = parseRunFilter(text);
  const { from, to, options } =
    caret === null ? { from: 0, to: 0, options: [] } : completeRunFilter(text, caret, keys);
  const isOpen = options.length > 0;
  const close = () => {
    setCaret(null);
    setActive(-1);
  };
  const take = (option: string) => {
    const end = /[<>=N)]$|"$/i.test(option) || option === 'and' ? ' ' : '';
    const gap = from > 0 && !/\s$/.test(text.slice(0, from)) ? ' ' : '';
    const next = `${text.slice(0, from)}${gap}${option}${end || ' '}`;
    setText(next + text.slice(to));
    setCaret(next.length);
    setActive(-1);
    input.current?.focus();
    requestAnimationFrame(() => input.current?.setSelectionRange(next.length, next.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      close();
    } else if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + options.length) % options.length);
    } else if (isOpen && active >= 0 && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      take(options[active]!);
    }
  };
  const shown = asked && problem ? problem : null;
  return (
    <form
      className="run-filter"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        close();
        if (!problem) onFilter(text.trim() || undefined);
      }}
    >
      <div className="field">
        <label htmlFor={id}>Filter</label>
        <input
          ref={input}
          id={id}
          className="input mono"
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={`${id}-options`}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={shown ? true : undefined}
          aria-describedby={shown ? `${id}-error` : `${id}-hint`}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setCaret(event.target.selectionStart);
            setActive(-1);
          }}
          onFocus={(event) => setCaret(event.target.selectionStart)}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        <div
          className="run-options"
          id={`${id}-options`}
          role="listbox"
          aria-label="What may come next"
          hidden={!isOpen}
        >
          {options.map((option, index) => (
            // The field keeps the focus: the list is walked by its arrow keys.
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={option}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(option)}
            >
              {option}
            </div>
          ))}
        </div>
        {shown ? (
          <div className="run-problem" id={`${id}-error`}>
            <code aria-hidden="true">
              {text.slice(0, shown.offset)}
              <mark>{text.slice(shown.offset, shown.offset + shown.length) || ' '}</mark>
              {text.slice(shown.offset + shown.length)}
            </code>
            <p className="field-error">
              At character {shown.offset + 1}: {shown.message}
            </p>
          </div>
        ) : (
          <p className="cap" id={`${id}-hint`}>
            Such as <code>metrics.rmse &lt; 1 and params.model = "tree"</code>
          </p>
        )}
      </div>
      <Button submit>Filter</Button>
      {value !== undefined && <Button onClick={() => onFilter(undefined)}>Clear</Button>}
    </form>
  );
}
