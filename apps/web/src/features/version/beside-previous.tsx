import type { ReleaseNotes, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Await, Section } from '../../controls/index.ts';
import { LineDiff } from '../../controls/line-diff.tsx';
import { Markdown } from '../../marks/markdown.tsx';
import { releaseNotesQuery } from './queries.ts';

function Notes({ title, markdown }: { title: string; markdown: string }) {
  return (
    <Section title={title}>
      <div className="border-t border-ink pt-4">
        {markdown.trim() === '' ? (
          <p className="soft">No release notes were written.</p>
        ) : (
          <Markdown text={markdown} />
        )}
      </div>
    </Section>
  );
}

/** Release notes beside those of another version, read side by side and line by line. */
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
            <Notes title={`Release notes of ${other}`} markdown={before.markdown} />
            <Notes title={`Release notes of ${address.version}`} markdown={notes.markdown} />
          </div>
          <Section title="Line by line">
            <div className="border-t border-ink">
              <LineDiff
                label={`Release notes of ${other} and ${address.version}, difference`}
                before={before.markdown}
                after={notes.markdown}
              />
            </div>
          </Section>
        </>
      )}
    </Await>
  );
}
