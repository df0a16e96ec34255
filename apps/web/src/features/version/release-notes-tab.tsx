import type { ReleaseNotes, VersionAddress, VersionPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, buttonClass, type Column, CommandButton, Section, Table } from '../../controls/index.ts';
import { LineDiff } from '../../controls/line-diff.tsx';
import { When } from '../../marks/index.ts';
import { Markdown } from '../../marks/markdown.tsx';
import { NoteSections } from '../release-note/index.ts';
import { BesideChoice, BesidePrevious } from './beside-previous.tsx';
import { ClaimsSection } from './claims-section.tsx';
import { NotesEditor } from './notes-editor.tsx';
import { releaseNotesQuery } from './queries.ts';
import { useEdit } from './use-edit.ts';

type Revision = ReleaseNotes['revisions'][number];

const kindWord: Record<Revision['kind'], string> = {
  registered: 'Registered',
  substance: 'Substance amended',
  presentation: 'Prose amended',
};

const columns: readonly Column<Revision>[] = [
  {
    head: 'Revision',
    cell: ({ revision }) =>
      revision > 1 ? (
        <Link to="." search={(before) => ({ ...before, from: String(revision - 1) })} resetScroll={false}>
          Revision {revision}
        </Link>
      ) : (
        'Revision 1'
      ),
  },
  { head: 'What', cell: ({ kind }) => kindWord[kind], phone: true },
  {
    head: 'When, by',
    cell: ({ at, by }) => (
      <>
        <When at={at} />
        <span className="cap block">{by.name}</span>
      </>
    ),
    width: 164,
  },
];

function Comparison({ notes, from }: { notes: ReleaseNotes; from: string }) {
  const before = notes.revisions.find(({ revision }) => String(revision) === from);
  const after = notes.revisions.find(({ revision }) => revision === Number(from) + 1);
  if (!before || !after) return null;
  return (
    <Section
      title={`Revision ${before.revision} and revision ${after.revision}`}
      right={
        <Link to="." search={(search) => ({ ...search, from: undefined })} resetScroll={false}>
          Close
        </Link>
      }
    >
      <div className="border-t border-ink">
        <LineDiff label="Release notes, difference" before={before.markdown} after={after.markdown} />
      </div>
    </Section>
  );
}

/** By section where they have any of the five; as they were written where they have none, or somebody asks for it. */
function NotesInForce({ notes, asWritten }: { notes: ReleaseNotes; asWritten: boolean }) {
  const { markdown, sections } = notes;
  if (markdown.trim() === '') {
    return <p className="soft border-t border-ink pt-4">No release notes were written.</p>;
  }
  const has = sections.some(({ name, state }) => name !== null && state !== 'missing');
  if (has && !asWritten) {
    return (
      <div className="border-t border-ink">
        <NoteSections sections={sections} />
      </div>
    );
  }
  return (
    <div className="border-t border-ink pt-4">
      {!has && (
        <p className="cap pb-3">
          None of the sections is stated under a heading: what, why, impact, known issues, migration.
        </p>
      )}
      <Markdown text={markdown} />
    </div>
  );
}

export function ReleaseNotesTab({
  address,
  page,
  from,
  beside,
  asWritten,
  editing,
}: {
  address: VersionAddress;
  page: VersionPage;
  from: string | undefined;
  beside: string | undefined;
  asWritten: boolean;
  editing: boolean;
}) {
  const query = useQuery(releaseNotesQuery(address));
  const edit = useEdit();
  const previous = page.before;
  const amend = page.actions.find(({ command }) => command === 'amend-presentation');
  return (
    <Await query={query} loading={<div className="min-h-[480px]" aria-busy="true" />}>
      {(notes) =>
        editing ? (
          <NotesEditor address={address} page={page} notes={notes} onClose={() => edit(undefined)} />
        ) : beside ? (
          <>
            <div className="flex flex-wrap items-end gap-4 pt-4">
              <BesideChoice address={address} beside={beside} />
              <Link
                className={buttonClass()}
                to="."
                search={(before) => ({ ...before, beside: undefined })}
                resetScroll={false}
              >
                Close the comparison
              </Link>
            </div>
            <BesidePrevious address={address} notes={notes} other={beside} />
          </>
        ) : (
          <div className="split">
            <div>
              <Section
                first
                title="Release notes"
                count={`revision ${notes.revision}`}
                right={
                  <span className="flex flex-wrap gap-x-4">
                    {notes.markdown.trim() !== '' && (
                      <Link
                        to="."
                        search={(before) => ({ ...before, notes: asWritten ? undefined : 'written' })}
                        resetScroll={false}
                      >
                        {asWritten ? 'By section' : 'As written'}
                      </Link>
                    )}
                    {previous && (
                      <Link
                        to="."
                        search={(before) => ({ ...before, beside: previous, from: undefined })}
                        resetScroll={false}
                      >
                        Side by side with {previous}
                      </Link>
                    )}
                  </span>
                }
              >
                <NotesInForce notes={notes} asWritten={asWritten} />
              </Section>
              <ClaimsSection address={address} />
              {from && <Comparison notes={notes} from={from} />}
            </div>
            <aside aria-label="Revisions">
              <Section first title="Revisions" count={notes.revisions.length}>
                <Table
                  label="Revisions"
                  rows={notes.revisions.toReversed()}
                  keyOf={({ revision }) => String(revision)}
                  columns={columns}
                  second={({ by }) => by.name}
                />
              </Section>
              {amend && (
                <div className="pt-4">
                  <CommandButton reasons={amend.reasons} onPress={() => edit('notes')}>
                    Amend the release notes
                  </CommandButton>
                </div>
              )}
              {notes.errata.length > 0 && (
                <Section title="Errata" count={notes.errata.length}>
                  <ul className="border-t border-ink text-13">
                    {notes.errata.map(({ id, text, by, at }) => (
                      <li key={id} className="border-b border-line py-2">
                        {text}
                        <p className="cap">
                          {by.name}, <When at={at} />
                        </p>
                      </li>
                    ))}
                  </ul>
                </Section>
              )}
            </aside>
          </div>
        )
      }
    </Await>
  );
}
