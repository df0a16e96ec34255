import type { Stage, Standing } from '@countersign/lifecycle';
import { Glyph } from './glyph.tsx';
import { stageWord, standingWord } from './word.ts';

export function StageTag({ stage }: { stage: Stage }) {
  return (
    <span className={`tag tag-${stage}`}>
      <Glyph name={stage} />
      {stageWord[stage]}
    </span>
  );
}

export function StandingTag({ standing }: { standing: Standing }) {
  if (standing === 'usable') return <span className="muted">{standingWord.usable}</span>;
  return (
    <span className={`tag tag-${standing}`}>
      <Glyph name={standing} />
      {standingWord[standing]}
    </span>
  );
}

/** In production before Countersign was: no gate was walked for that, and its facts are claimed. */
export function AsFoundTag() {
  return (
    <span className="tag tag-registered">
      <Glyph name="claimed" />
      As found
    </span>
  );
}

/** An approval that has ended; serving goes on, new deployments wait. */
export function OverdueTag() {
  return (
    <span className="tag tag-advisory">
      <Glyph name="advisory" />
      Overdue
    </span>
  );
}
