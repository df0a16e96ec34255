import {
  type DraftedSentence,
  type DraftPart,
  noteSectionNames,
  noteSectionWord,
  type VersionAddress,
} from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, Button, Section } from '../../controls/index.ts';
import { Basis } from '../../marks/index.ts';
import { Markdown } from '../../marks/markdown.tsx';
import { hasSentence, insertSentence } from './insert-sentence.ts';
import { notesDraftQuery } from './queries.ts';
import './release-note.css';

const partWord: Record<DraftPart, string> = {
  schema: 'schema',
  metrics: 'metrics',
  'golden-set': 'golden set',
  parameters: 'parameters',
  'training-data': 'training data',
  'build-environment': 'build environment',
  files: 'files',
};

function Sentence({
  sentence,
  pair,
  isTaken,
  onTake,
}: {
  sentence: DraftedSentence;
  pair: { model: string; pair: string };
  isTaken: boolean;
  onTake: () => void;
}) {
  const { part, name } = sentence.fact;
  return (
    <li>
      <Markdown text={sentence.text} />
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="cap wrap-anywhere">
          from{' '}
          <Link to="/m/$model/compare/$pair" params={pair} hash={part} target="_blank">
            {partWord[part]}
          </Link>
          {`, ${name}`}
        </span>
        <Basis basis={sentence.basis} />
        {isTaken ? (
          <span className="cap">in the notes</span>
        ) : (
          <Button small onClick={onTake}>
            Take over
          </Button>
        )}
      </p>
    </li>
  );
}

/** What the difference to the version before can say by itself: sentences to take over into the notes, each with its fact. */
export function NotesDraft({
  address,
  markdown,
  onChange,
}: {
  address: VersionAddress;
  markdown: string;
  onChange: (markdown: string) => void;
}) {
  const query = useQuery(notesDraftQuery(address));
  return (
    <Await query={query} loading={<div className="min-h-[160px]" aria-busy="true" />}>
      {({ against, sentences, left }) => {
        if (against === null) {
          return (
            <Section title="Draft">
              <p className="soft">This is the first version: there is nothing to draft its notes from.</p>
            </Section>
          );
        }
        const missing = sentences.filter(({ text }) => !hasSentence(markdown, text));
        const pair = { model: address.model, pair: `${against}...${address.version}` };
        const takeAll = () =>
          onChange(
            missing.reduce((notes, { section, text }) => insertSentence(notes, section, text), markdown),
          );
        return (
          <Section
            title="Draft"
            count={`from what differs since ${against}`}
            right={
              missing.length > 1 && (
                <Button small onClick={takeAll}>
                  Take over all {missing.length}
                </Button>
              )
            }
          >
            <div className="note-sections border-t border-ink">
              {noteSectionNames.map((section) => {
                const own = sentences.filter((sentence) => sentence.section === section);
                return (
                  <section key={section}>
                    <h3>{noteSectionWord[section]}</h3>
                    {own.length === 0 ? (
                      <p className="muted">Nothing computed says it: it is yours to write.</p>
                    ) : (
                      <ul className="note-draft">
                        {own.map((sentence) => (
                          <Sentence
                            key={sentence.text}
                            sentence={sentence}
                            pair={pair}
                            isTaken={hasSentence(markdown, sentence.text)}
                            onTake={() => onChange(insertSentence(markdown, section, sentence.text))}
                          />
                        ))}
                      </ul>
                    )}
                  </section>
                );
              })}
            </div>
            {left.length > 0 && (
              <p className="table-foot">
                Left to the comparison:{' '}
                {left.map(({ part, count }) => `${count} more of ${partWord[part]}`).join(', ')}.
              </p>
            )}
          </Section>
        );
      }}
    </Await>
  );
}
