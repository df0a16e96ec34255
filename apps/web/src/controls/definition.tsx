import type { ReactNode } from 'react';

/** Facts as a ruled list of names and values. */
export function Definitions({ items }: { items: readonly (readonly [string, ReactNode] | null)[] }) {
  return (
    <dl className="definitions">
      {items.map(
        (item) =>
          item && (
            <div key={item[0]}>
              <dt>{item[0]}</dt>
              <dd>{item[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
