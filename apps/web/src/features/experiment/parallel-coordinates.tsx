import type { Axis } from './axis-scale.ts';
import { RunLegend, runMark } from './run-mark.tsx';
import './experiment.css';

const [height, top, bottom, edge] = [276, 60, 30, 72];
/** Between two axes: few stand further apart. */
const stepOf = (axes: number): number => Math.min(320, Math.max(132, 900 / Math.max(1, axes - 1)));

/** A line for each run through what differs between them; the same figures stand in the table. */
export function ParallelCoordinates({ names, axes }: { names: readonly string[]; axes: readonly Axis[] }) {
  const step = stepOf(axes.length);
  const width = 2 * edge + (axes.length - 1) * step;
  const at = (axis: number, place: number) =>
    [edge + axis * step, height - bottom - place * (height - top - bottom)] as const;
  return (
    <figure>
      <RunLegend names={names} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="run-table" aria-label="Parallel coordinates" tabIndex={0}>
        <svg
          className="run-chart"
          style={{ minWidth: Math.min(width, 900), maxWidth: width }}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`${names.length} runs by ${axes.map(({ name }) => name).join(', ')}`}
        >
          {axes.map(({ name, bottom: low, top: high }, index) => {
            const [x] = at(index, 0);
            return (
              <g key={name}>
                <line className="axis" x1={x} x2={x} y1={top} y2={height - bottom} />
                <text x={x} y={index % 2 === 0 ? 12 : 26} textAnchor="middle">
                  {name.length > 22 ? `${name.slice(0, 21)}…` : name}
                </text>
                <text x={x} y={top - 10} textAnchor="middle">
                  {high.slice(0, 18)}
                </text>
                <text x={x} y={height - 10} textAnchor="middle">
                  {low.slice(0, 18)}
                </text>
              </g>
            );
          })}
          {names.map((name, run) => {
            const points = axes.flatMap(({ places }, axis) => {
              const place = places[run];
              return place === null || place === undefined ? [] : [at(axis, place)];
            });
            return (
              <g key={name}>
                <polyline
                  fill="none"
                  strokeWidth="1.75"
                  {...runMark(run)}
                  points={points.map((point) => point.join(',')).join(' ')}
                />
                {points.map((point) => (
                  <circle key={point.join()} cx={point[0]} cy={point[1]} r="2.5" fill={runMark(run).stroke} />
                ))}
              </g>
            );
          })}
        </svg>
      </section>
    </figure>
  );
}
