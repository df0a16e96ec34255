/** Colour is spent on state alone: runs differ by shade and by dashes. */
const shades = ['var(--ink)', 'var(--accent)', 'var(--ink-3)'] as const;
const dashes = ['none', '7 3', '2 3', '10 3 2 3', '4 4', '12 4', '1 4'] as const;

/** How the line of the nth run is drawn, the same in every chart of a page. */
export const runMark = (index: number): { stroke: string; strokeDasharray: string } => ({
  stroke: shades[index % shades.length]!,
  strokeDasharray: dashes[index % dashes.length]!,
});

/** Which line is whose. */
export function RunLegend({ names }: { names: readonly string[] }) {
  return (
    <ul className="run-legend">
      {names.map((name, index) => (
        <li key={name}>
          <svg width="28" height="8" aria-hidden="true">
            <line x1="0" x2="28" y1="4" y2="4" strokeWidth="2" {...runMark(index)} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
