import { type NoteSection, noteSectionWord } from '@countersign/contracts';
import { Markdown } from '../../marks/markdown.tsx';
import './release-note.css';

const said: Record<Exclude<NoteSection['state'], 'written'>, string> = {
  missing: 'Not stated.',
  empty: 'The heading is there, nothing beneath it.',
};

/** Release notes by section: the five that notes should have, missing ones said as missing, then what else they say. */
export function NoteSections({ sections }: { sections: readonly NoteSection[] }) {
  return (
    <div className="note-sections">
      {sections.map(({ name, title, markdown, state }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an author may use a heading twice
        <section key={index}>
          <h3>{name ? noteSectionWord[name] : title || 'Besides'}</h3>
          {state === 'written' ? <Markdown text={markdown} /> : <p className="muted">{said[state]}</p>}
        </section>
      ))}
    </div>
  );
}
