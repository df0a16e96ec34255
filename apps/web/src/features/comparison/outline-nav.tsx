import { type KeyboardEvent, useId, useState } from 'react';
import { differingText, type OutlinedSection } from './outline.ts';
import './comparison.css';

/** The sections of the page, each one tap away: beside them where there is room, else behind a bar that stays in sight. */
export function OutlineNav({ sections }: { sections: readonly OutlinedSection[] }) {
  const [isOpen, setOpen] = useState(false);
  const list = useId();
  const close = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false);
  };
  return (
    <nav className="compare-outline" aria-label="Sections" onKeyDown={close}>
      <button
        type="button"
        className="compare-bar"
        aria-expanded={isOpen}
        aria-controls={list}
        onClick={() => setOpen(!isOpen)}
      >
        <b>Sections</b> <span className="muted">{differingText(sections)}</span>
      </button>
      <ul id={list} className={isOpen ? 'compare-list compare-open' : 'compare-list'}>
        {sections.map(({ at, title, same, note }) => (
          <li key={at}>
            <a href={`#${at}`} onClick={() => setOpen(false)} className={same ? 'quiet muted' : 'quiet'}>
              <span>{title}</span>
              {note && <small>{note}</small>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
