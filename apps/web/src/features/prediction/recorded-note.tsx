import type { PredictionPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { Empty, Section } from '../../controls/index.ts';
import { shareText, When } from '../../marks/index.ts';

/** What was kept of this prediction, and what follows for reproducing it. Nothing is said where all was, as always. */
export function RecordedNote({ page: { recorded, model } }: { page: PredictionPage }) {
  const { kept, recording, share, since } = recorded;
  if (recording === 'full') return null;
  const setting =
    recording === 'sampled' ? `${shareText(share ?? 0)} of its runs in full` : 'a reference only';
  return (
    <p className="recorded-note">
      <b>
        {kept === 'full'
          ? 'Kept in full, as one of a sample.'
          : 'Kept as a reference only: it cannot be reproduced.'}
      </b>{' '}
      {model.key} recorded {setting}
      {since && (
        <>
          {' '}
          since <When at={since} />
        </>
      )}
      .{' '}
      <Link to="/m/$model/recording" params={{ model: model.key }}>
        What is kept
      </Link>
    </p>
  );
}

export function NotKept() {
  return (
    <Section title="Inputs" count="not kept">
      <div className="border-t border-ink">
        <Empty title="Inputs and outputs were not kept.">
          Their digests stand beside, as does the reference of the data scored where the caller gave one.
          Whoever still has the data can compare them.
        </Empty>
      </div>
    </Section>
  );
}

export function ErasedNote({ at }: { at: string }) {
  return (
    <p className="recorded-note">
      <b>What was recorded about its subject was erased</b> on <When at={at} precision="minute" />: it cannot
      be reproduced. Its digests and its proof stay.
    </p>
  );
}

export function Erased() {
  return (
    <Section title="Inputs" count="erased">
      <div className="border-t border-ink">
        <Empty title="Inputs and outputs were erased with their subject.">
          The key that they were sealed under is destroyed. Digests that stay are salted by it and tell
          nothing.
        </Empty>
      </div>
    </Section>
  );
}

export function RemovedNote({ removed }: { removed: NonNullable<PredictionPage['removed']> }) {
  return (
    <p className="recorded-note">
      <b>Its contents were removed by the retention class {removed.class}</b> on{' '}
      <When at={removed.at} precision="minute" />: it cannot be reproduced. Its digests and its proof stay.
    </p>
  );
}

export function Removed() {
  return (
    <Section title="Inputs" count="removed">
      <div className="border-t border-ink">
        <Empty title="Inputs and outputs were removed after their time.">
          Their digests stand beside. Whoever still has the data can compare them.
        </Empty>
      </div>
    </Section>
  );
}
