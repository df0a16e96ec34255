import type { RailStop } from './rail-model.ts';
import { stageWord } from './word.ts';

const pitch = 22;
const radius = 4.2;

function Dot({ stop, x }: { stop: RailStop; x: number }) {
  if (stop.dot === 'blocked') {
    return <path className="row-dot-blocked" d={`M${x - 2.5} 0h5l3.5 3.5v5l-3.5 3.5h-5L${x - 6} 8.5v-5z`} />;
  }
  return (
    <>
      <circle className={`row-dot-${stop.dot}`} cx={x} cy={6} r={radius} />
      {stop.dot === 'half' && (
        <path className="row-half" d={`M${x} ${6 - radius}a${radius} ${radius} 0 0 0 0 ${radius * 2}z`} />
      )}
    </>
  );
}

/** The rail in a table row: 100 by 12, dots are positions and stay in ink; the tag beside it names the stage. */
export function RowRail({ stops }: { stops: readonly RailStop[] }) {
  const current = stops.find((stop) => stop.current);
  const half = stops.find((stop) => stop.dot === 'half');
  const words = `${current ? stageWord[current.stage] : ''}${half ? `, gate to ${half.stage} open` : ''}`;
  return (
    <svg className="row-rail" viewBox="0 0 100 12" width="100" height="12" role="img" aria-label={words}>
      {stops.slice(0, -1).map((stop, index) => (
        <line
          key={stop.stage}
          className={stop.line === 'solid' ? 'row-line-on' : 'row-line'}
          x1={6 + index * pitch + radius}
          x2={6 + (index + 1) * pitch - radius}
          y1={6}
          y2={6}
        />
      ))}
      {stops.map((stop, index) => (
        <Dot key={stop.stage} stop={stop} x={6 + index * pitch} />
      ))}
    </svg>
  );
}
