import type { VersionAddress, VersionPage } from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Reasons, Section } from '../../controls/index.ts';
import { LineDiff } from '../../controls/line-diff.tsx';
import { AmendmentEffect } from './amendment-effect.tsx';
import { amendmentOf, substanceDraft, substanceProblems, substanceText } from './substance-draft.ts';
import { DatasetFields, MetricFields } from './substance-fields.tsx';

/** Claimed metrics and dataset references of a version that may still be amended; the rest of its substance is a new version. */
export function SubstanceEditor({
  address,
  page,
  onClose,
}: {
  address: VersionAddress;
  page: VersionPage;
  onClose: () => void;
}) {
  const whyId = useId();
  // What was read: if somebody amends meanwhile, the server refuses this one as stale.
  const [readRevision] = useState(page.version.revision);
  const [before] = useState(() => substanceDraft(page));
  const [draft, setDraft] = useState(before);
  const refused = page.actions.find(({ command }) => command === 'amend-substance')?.reasons ?? [];
  const amendment = amendmentOf(before, draft);
  const changed = Object.keys(amendment).length > 0;
  const owed = [...refused.map(({ message }) => message), ...substanceProblems(draft)];
  const ready = changed && owed.length === 0;
  const amend = useCommand(
    () => api.version.amend.mutate({ ...address, expectedRevision: readRevision, ...amendment }),
    onClose,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !amend.isPending) amend.mutate();
      }}
    >
      <div className="split">
        <div>
          <Section first title="Amend the claimed metrics" count={`from revision ${readRevision}`}>
            <MetricFields metrics={draft.metrics} change={(metrics) => setDraft({ ...draft, metrics })} />
          </Section>
          <Section title="Amend the dataset references" count={`from revision ${readRevision}`}>
            <DatasetFields
              datasets={draft.datasets}
              change={(datasets) => setDraft({ ...draft, datasets })}
            />
          </Section>
        </div>
        <aside aria-label="What changes, and what it ends" className="amend-effect">
          <Section first title="What it ends">
            <AmendmentEffect address={address} page={page} whyId={whyId} />
          </Section>
          <Section title="Difference">
            <div className="border-t border-ink">
              {changed ? (
                <LineDiff label="Your changes" before={substanceText(before)} after={substanceText(draft)} />
              ) : (
                <p className="soft pt-2">Nothing is changed yet.</p>
              )}
            </div>
            {amend.error && (
              <ProblemNote
                title="Not amended"
                problem={problemOf(amend.error)}
                kept="What you typed is still in the fields."
              />
            )}
            <div className="steps">
              <Button kind="stop" submit off={!ready} busy={amend.isPending} describedBy={whyId}>
                Publish revision {readRevision + 1} of the substance
              </Button>
              <Button onClick={onClose}>Discard</Button>
            </div>
            <Reasons id={`${whyId}-owed`} title="Before you can publish" sentences={owed} />
          </Section>
        </aside>
      </div>
    </form>
  );
}
