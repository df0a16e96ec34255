import { type ComparedNoteSection, compareNoteSections, noteSectionWord } from '@countersign/contracts';
import { useMemo } from 'react';
import { LineDiff } from '../../controls/line-diff.tsx';
import './release-note.css';

const stateOf = ({ before, after, same }: ComparedNoteSection): string => {
  if (before === null && after === null) return 'stated in neither';
  if (before === null) return 'new';
  if (after === null) return 'left out';
  return same ? 'the same' : 'changed';
};

/** The release notes of two versions, section by section: what changed in each, line by line and word by word. */
export function NoteComparison({ before, after }: { before: string; after: string }) {
  const sections = useMemo(() => compareNoteSections(before, after), [before, after]);
  return (
    <div className="note-sections">
      {sections.map((section) => {
        const word = section.name ? noteSectionWord[section.name] : section.title || 'Besides';
        return (
          <section key={section.name ?? `/${section.title}`}>
            <h3>
              {word} <span className="cap">{stateOf(section)}</span>
            </h3>
            {section.before !== section.after && (
              <LineDiff
                label={`${word}, difference`}
                before={section.before ?? ''}
                after={section.after ?? ''}
              />
            )}
          </section>
        );
      })}
    </div>
  );
}
