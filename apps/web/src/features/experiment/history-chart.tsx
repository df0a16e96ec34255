import type { MetricHistory } from '@countersign/contracts';
import { counted, countText } from '../../marks/index.ts';
import { rangeOf, shareOf } from './axis-scale.ts';
import { RunLegend, runMark } from './run-mark.tsx';
import { metricText } from './run-words.ts';
import './experiment.css';

const [width, height, left, right, top, bottom] = [960, 300, 88, 12, 12, 28];

type Series = MetricHistory['series'];

/** Pieces of a line: what is not finite breaks it. */
function pieces(
  points: Series[number]['points'],
  at: (step: number, value: number) => readonly [number, number],
) {
  const lines: (readonly [number, number])[][] = [[]];
  for (const { step, value } of points) {
    if (typeof value === 'number') lines.at(-1)!.push(at(step, value));
    else if (lines.at(-1)!.length > 0) lines.push([]);
  }
  return lines.filter((line) => line.length > 0);
}

/** The history of one metric over its steps, a line for each run. */
export function HistoryChart({ metric, series }: { metric: string; series: Series }) {
  const all = series.flatMap(({ points }) => points);
  const values = rangeOf(all.map(({ value }) => Number(value)));
  const steps = rangeOf(all.map(({ step }) => step));
  if (!values || !steps) return <p className="soft">No finite value of {metric} was logged.</p>;
  const at = (step: number, value: number) =>
    [
      left + shareOf(step, ...steps) * (width - left - right),
      height - bottom - shareOf(value, ...values) * (height - top - bottom),
    ] as const;
  const broken = all.filter(({ value }) => typeof value !== 'number').length;
  const thinned = series.filter(({ points, logged }) => points.length < logged);
  return (
    <figure>
      <RunLegend names={series.map(({ name }) => name)} />
      <svg
        className="run-chart"
        style={{ maxWidth: width }}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${metric} from step ${steps[0]} to ${steps[1]}, between ${metricText(values[0])} and ${metricText(values[1])}`}
      >
        <line className="axis" x1={left} x2={width - right} y1={height - bottom} y2={height - bottom} />
        <line className="axis" x1={left} x2={left} y1={top} y2={height - bottom} />
        <text x={left - 8} y={top + 8} textAnchor="end">
          {metricText(values[1])}
        </text>
        {values[0] !== values[1] && (
          <text x={left - 8} y={height - bottom} textAnchor="end">
            {metricText(values[0])}
          </text>
        )}
        <text x={left} y={height - 8}>
          step {countText(steps[0])}
        </text>
        {steps[0] !== steps[1] && (
          <text x={width - right} y={height - 8} textAnchor="end">
            {countText(steps[1])}
          </text>
        )}
        {series.map(({ run, points }, index) => (
          <g key={run}>
            {pieces(points, at).map((line) =>
              line.length === 1 ? (
                <circle
                  key={line[0]!.join()}
                  cx={line[0]![0]}
                  cy={line[0]![1]}
                  r="3"
                  fill={runMark(index).stroke}
                />
              ) : (
                <polyline
                  key={line[0]!.join()}
                  fill="none"
                  strokeWidth="1.75"
                  {...runMark(index)}
                  points={line.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
                />
              ),
            )}
          </g>
        ))}
      </svg>
      {(broken > 0 || thinned.length > 0) && (
        <figcaption className="cap pt-2">
          {broken > 0 && `${counted(broken, 'value')} not finite: the line is broken there. `}
          {thinned.length > 0 && 'Long histories show the lowest and the highest value of each stretch.'}
        </figcaption>
      )}
    </figure>
  );
}
