import type { ReleaseNotes, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Await, Section, Select } from '../../controls/index.ts';
import { otherVersionsQuery } from '../model/index.ts';
import { NoteComparison, NoteSections } from '../release-note/index.ts';
import { releaseNotesQuery } from './queries.ts';

function Notes({ title, notes }: { title: string; notes: ReleaseNotes }) {
  return (
    <Section title={title}>
      <div className="border-t border-ink">
        {notes.markdown.trim() === '' ? (
          <p className="soft pt-4">No release notes were written.</p>
        ) : (
          <NoteSections sections={notes.sections} />
        )}
      </div>
    </Section>
  );
}

/** Any other version of the model, to read its notes beside these. */
export function BesideChoice({ address, beside }: { address: VersionAddress; beside: string }) {
  const navigate = useNavigate();
  const others = useQuery(otherVersionsQuery(address)).data ?? [];
  const labels = [...new Set([...others.map(({ label }) => label), beside])];
  return (
    <Select
      label="Beside the notes of"
      value={beside}
      choices={labels.map((label) => ({ value: label, label }))}
      onChange={({ target }) =>
        void navigate({
          to: '.',
          search: (before) => ({ ...before, beside: target.value }),
          resetScroll: false,
        })
      }
    />
  );
}

/** Release notes beside those of another version, read side by side and section by section. */
export function BesidePrevious({
  address,
  notes,
  other,
}: {
  address: VersionAddress;
  notes: ReleaseNotes;
  other: string;
}) {
  const query = useQuery(releaseNotesQuery({ model: address.model, version: other }));
  return (
    <Await query={query} loading={<div className="min-h-[480px]" aria-busy="true" />}>
      {(before) => (
        <>
          <div className="halves">
            <Notes title={`Release notes of ${other}`} notes={before} />
            <Notes title={`Release notes of ${address.version}`} notes={notes} />
          </div>
          <Section title="What changed in the notes">
            <div className="border-t border-ink">
              <NoteComparison before={before.markdown} after={notes.markdown} />
            </div>
          </Section>
        </>
      )}
    </Await>
  );
}
