import type { ReplayResult } from '@countersign/contracts';
import { Glyph, type GlyphName } from './glyph.tsx';
import { verdictWord } from './word.ts';

const verdictGlyph: Record<ReplayResult['verdict'], GlyphName> = {
  identical: 'identical',
  'within-tolerance': 'tolerance',
  differs: 'differs',
  'not-replayable': 'not-replayable',
};

/** The verdict of a replay in a line of text. */
export function Verdict({ verdict }: { verdict: ReplayResult['verdict'] }) {
  return (
    <span className={`verdict-line verdict-${verdict}`}>
      <Glyph name={verdictGlyph[verdict]} />
      {verdictWord[verdict]}
    </span>
  );
}

/** The verdict of a replay as a heading: glyph, word, colour. */
export function VerdictHeading({ verdict }: { verdict: ReplayResult['verdict'] }) {
  return (
    <h3 className={`verdict-word verdict-${verdict}`}>
      <Glyph name={verdictGlyph[verdict]} size={18} />
      {verdictWord[verdict]}
    </h3>
  );
}
