import type { ChangeJudged } from '@countersign/contracts';
import { Section } from '../../controls/index.ts';
import { ChangedThings, type Pair } from './changed-things.tsx';
import { classWord } from './words.ts';

/** The change class between two versions, whichever they are. */
export const ChangedSection = ({ pair, judged }: { pair: Pair; judged: ChangeJudged }) => (
  <Section title="Change class" at="change-class">
    <p className="border-t border-ink pt-3 pb-2">
      <b>{judged.class === null ? 'Cannot be judged' : classWord[judged.class]}</b>
      <span className="soft">
        : from {pair.before} to {pair.after}, by what was declared as varying when {pair.after} was
        registered.
      </span>
    </p>
    <ChangedThings pair={pair} judged={judged} />
  </Section>
);
