import type { ReactNode } from 'react';

const octagon = 'M5.2 1.2h5.6l4 4v5.6l-4 4H5.2l-4-4V5.2z';

/** Drawn in a 16 px box with the current colour. A glyph never stands alone: a word is always beside it. */
const drawings = {
  registered: <circle cx="8" cy="8" r="5.6" />,
  reviewed: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 2.4a5.6 5.6 0 0 0 0 11.2z" fill="currentColor" stroke="none" />
    </>
  ),
  approved: <path d="M2.4 8.6 6.3 12.6 13.8 3.8" strokeWidth="2.4" />,
  deployed: <rect x="2.6" y="2.6" width="10.8" height="10.8" fill="currentColor" stroke="none" />,
  deprecated: <circle cx="8" cy="8" r="5.6" strokeDasharray="2.5 1.9" />,
  blocked: (
    <>
      <path d={octagon} />
      <path d="M4.6 8h6.8" strokeWidth="2.2" />
    </>
  ),
  advisory: (
    <>
      <path d={octagon} />
      <path d="M8 4.4v4.4M8 10.6v1.4" strokeWidth="1.9" />
    </>
  ),
  tick: <path d="M2.4 8.6 6.3 12.6 13.8 3.8" />,
  cross: <path d="M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5" />,
  /** Four corners: a place that waits for somebody. */
  slot: <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />,
  dash: <path d="M3 8h10" />,
  checked: <path d="M1.5 12.5h13M3 12.5v-4M6.3 12.5v-7M9.6 12.5v-4M13 12.5v-7" />,
  claimed: <path d="M3 11c2 0 3-1.6 3-4V5H3v3h3M10 11c2 0 3-1.6 3-4V5h-3v3h3" />,
  identical: <path d="M2.5 5.7h11M2.5 10.3h11" strokeWidth="2.2" />,
  tolerance: (
    <path d="M2 6.6c2-2.4 4-2.4 6-.9s4 1.5 6-.9M2 11.6c2-2.4 4-2.4 6-.9s4 1.5 6-.9" strokeWidth="2" />
  ),
  differs: <path d="M2.5 5.7h11M2.5 10.3h11M11.3 2 4.7 14" strokeWidth="2.2" />,
  'not-replayable': (
    <>
      <circle cx="8" cy="8" r="5.4" />
      <path d="M3 13.4 13 2.6" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1" />
      <path d="M10.5 5.5v-3h-8v8h3" />
    </>
  ),
  find: (
    <>
      <circle cx="7" cy="7" r="4.6" />
      <path d="M10.5 10.5 14 14" />
    </>
  ),
  ledger: <path d="M2 4.5h12M2 8h12M2 11.5h7" />,
  menu: <path d="M2 4h12M2 8h12M2 12h12" />,
  lock: (
    <>
      <rect x="3" y="7" width="10" height="6.5" />
      <path d="M5.2 7V4.8a2.8 2.8 0 0 1 5.6 0V7" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type GlyphName = keyof typeof drawings;

export function Glyph({ name, size = 12 }: { name: GlyphName; size?: number }) {
  return (
    <svg className="glyph" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}
