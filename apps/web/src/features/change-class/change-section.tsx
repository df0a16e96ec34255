import type { VersionAddress, VersionChange } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { Section } from '../../controls/index.ts';
import { pairText } from '../model/index.ts';
import { ChangedThings } from './changed-things.tsx';
import { classWord, codeText } from './words.ts';

/** How a version came out of the one before it, and what it counts as at gates. */
export function ChangeSection({
  address,
  change,
}: {
  address: VersionAddress;
  change: VersionChange | null;
}) {
  const { model, version } = address;
  if (change === null)
    return (
      <Section title="Change class" at="change-class">
        <p className="border-t border-ink pt-3">
          It was registered before change classes were judged, and counts as a redesign.
        </p>
      </Section>
    );
  const { before, countsAs, varying } = change;
  return (
    <Section
      title="Change class"
      at="change-class"
      right={
        before && (
          <Link to="/m/$model/compare/$pair" params={{ model, pair: pairText(before, version) }}>
            Compare with {before}
          </Link>
        )
      }
    >
      <p className="border-t border-ink pt-3 pb-2">
        <b>{change.class === null ? 'Cannot be judged' : classWord[change.class]}</b>
        {before && ` of ${before}`}
        {change.class !== countsAs && `; counts as a ${countsAs} at gates`}.{' '}
        <span className="soft">
          {varying.length === 0
            ? 'When it was registered, no parameter was declared as varying.'
            : `Declared as varying when it was registered: ${varying.join(', ')}.`}
        </span>
      </p>
      {before === null ? (
        change.codes.map((code) => <p key={code}>{codeText[code]}</p>)
      ) : (
        <ChangedThings pair={{ model, before, after: version }} judged={change} />
      )}
    </Section>
  );
}
