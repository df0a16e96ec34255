import type { RescoringRow } from '@countersign/contracts';
import { counted, countText, figureText, shareText } from '../../marks/index.ts';
import { isUnderWay } from './queries.ts';
import { stateWord } from './words.ts';
import './rescoring.css';

const partText = (part: number, of: number): string =>
  of === 0 ? '' : `${part === 0 ? '0 %' : shareText(part / of)} of ${countText(of)}`;

/** How far it is: read aloud by its text, drawn as a bar. */
export function RescoringProgress({ row }: { row: RescoringRow }) {
  if (!isUnderWay(row)) return null;
  return (
    <div className="py-3">
      <p role="status">
        {stateWord[row.state]}: {countText(row.done)} of {counted(row.total, 'prediction')}
      </p>
      <progress
        className="rescored-progress"
        value={row.done}
        max={Math.max(row.total, 1)}
        aria-label="Re-scored"
      />
    </div>
  );
}

/** What came of it, in four numbers. */
export function RescoringFigures({ row }: { row: RescoringRow }) {
  const { meanError } = row;
  return (
    <div className="rescored-figures">
      <div>
        <b>{countText(row.rescored)}</b> re-scored
        <span className="cap">
          {row.outside > 0
            ? `${countText(row.outside)} not affected`
            : `of ${counted(row.done, 'prediction')}`}
        </span>
      </div>
      <div>
        <b>{countText(row.flipped)}</b> flipped
        <span className="cap">{partText(row.flipped, row.rescored)}</span>
      </div>
      {row.known > 0 ? (
        <div>
          <b>{countText(row.misses.fixed)}</b> {row.misses.fixed === 1 ? 'miss' : 'misses'} that the fix ends
          <span className="cap">
            of {countText(row.oldMisses)}; it makes {countText(row.misses.made)} new
          </span>
        </div>
      ) : (
        <div>
          <b>0</b> outcomes known
          <span className="cap">so nothing is known of misses</span>
        </div>
      )}
      {meanError ? (
        <div>
          <b>
            {figureText(Number(meanError.old.toPrecision(3)))} →{' '}
            {figureText(Number(meanError.new.toPrecision(3)))}
          </b>
          <span className="cap">
            mean absolute error over {countText(meanError.over)}
            {row.output?.unit ? `, ${row.output.unit}` : ''}
          </span>
        </div>
      ) : (
        <div>
          <b>{countText(row.notRescored)}</b> not re-scored
          <span className="cap">each says why</span>
        </div>
      )}
    </div>
  );
}
