import type { ReleaseNotes, VersionAddress, VersionPage } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Section, TextArea } from '../../controls/index.ts';
import { LineDiff } from '../../controls/line-diff.tsx';
import { stageWord } from '../../marks/index.ts';
import { NotesDraft } from '../release-note/index.ts';

/** What amending prose will do to sign-offs, said before it is done. */
function Effect({ page }: { page: VersionPage }) {
  const endorsed = page.gates.filter(({ state, signed }) => state === 'open' && signed > 0);
  return (
    <p className="soft">
      A new revision of the prose.{' '}
      {page.version.stage === 'reviewed' &&
        `The version becomes ${stageWord.registered.toLowerCase()} again. `}
      {endorsed.length > 0
        ? 'Those who endorsed are asked to re-endorse over the difference; until then their endorsements do not count.'
        : 'Nobody has endorsed this revision, so no sign-off is touched.'}
    </p>
  );
}

export function NotesEditor({
  address,
  page,
  notes,
  onClose,
}: {
  address: VersionAddress;
  page: VersionPage;
  notes: ReleaseNotes;
  onClose: () => void;
}) {
  // The revision that was read: if somebody amends meanwhile, the server refuses this one as stale.
  const [readRevision] = useState(page.version.revision);
  const [markdown, setMarkdown] = useState(notes.markdown);
  const [description, setDescription] = useState(page.description);
  const changed = markdown !== notes.markdown || description !== page.description;
  const amend = useCommand(
    () =>
      api.version.amend.mutate({
        ...address,
        expectedRevision: readRevision,
        ...(markdown === notes.markdown ? {} : { releaseNotes: markdown }),
        ...(description === page.description ? {} : { description: description.trim() }),
      }),
    onClose,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !amend.isPending) amend.mutate();
      }}
    >
      <Section first title="Amend the release notes" count={`from revision ${readRevision}`}>
        <div className="halves border-t border-ink pt-3">
          <div className="grid gap-3">
            <TextArea
              label="Description, one or two sentences"
              maxLength={2_000}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
            <TextArea
              label="Release notes, Markdown"
              className="notes"
              rows={24}
              maxLength={200_000}
              value={markdown}
              onChange={(event) => setMarkdown(event.target.value)}
            />
          </div>
          <div>
            <h3>Difference</h3>
            <LineDiff label="Your changes" before={notes.markdown} after={markdown} />
            <Effect page={page} />
            {amend.error && (
              <ProblemNote
                title="Not amended"
                problem={problemOf(amend.error)}
                kept="Your text is still in the field."
              />
            )}
            <div className="steps">
              <Button kind="main" submit off={!changed} busy={amend.isPending}>
                Publish revision {readRevision + 1}
              </Button>
              <Button onClick={onClose}>Discard</Button>
            </div>
          </div>
        </div>
      </Section>
      <NotesDraft address={address} markdown={markdown} onChange={setMarkdown} />
    </form>
  );
}
