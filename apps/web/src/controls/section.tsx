import { type ReactNode, useId } from 'react';

/** A head with its count in grey and links at the right; the table or list beneath brings the one ink rule. */
export function Section({
  title,
  count,
  right,
  first = false,
  at,
  children,
}: {
  title: ReactNode;
  count?: ReactNode;
  right?: ReactNode;
  first?: boolean;
  /** Its name in an address, after the `#`. */
  at?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section id={at} className={first ? 'section section-first' : 'section'} aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{title}</h2>
        {count !== undefined && <span className="muted">{count}</span>}
        {right && <span className="right">{right}</span>}
      </div>
      {children}
    </section>
  );
}

export function PageTitle({
  title,
  beside,
  acts,
  first = false,
}: {
  title: ReactNode;
  beside?: ReactNode;
  acts?: ReactNode;
  first?: boolean;
}) {
  return (
    <div className={first ? 'title title-first' : 'title'}>
      <h1>{title}</h1>
      {beside !== undefined && <span className="soft">{beside}</span>}
      {acts && <div className="acts">{acts}</div>}
    </div>
  );
}
