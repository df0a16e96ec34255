import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../controls/index.ts';
import type { OutlinedSection } from './outline.ts';

/** A section in which nothing differs is one line, until it is opened or an address names it. */
export function Fold({ of, children }: { of: OutlinedSection | undefined; children: ReactNode }) {
  const { hash } = useLocation();
  const [isOpened, setOpened] = useState(false);
  const content = useRef<HTMLDivElement>(null);
  const title = useId();
  // The button is gone by then: whoever goes on by keyboard goes on here.
  useEffect(() => {
    if (isOpened) content.current?.focus({ preventScroll: true });
  }, [isOpened]);
  if (!of?.same) return children;
  if (isOpened || hash === of.at)
    return (
      <div ref={content} tabIndex={-1} className="outline-none">
        {children}
      </div>
    );
  return (
    <section id={of.at} className="folded" aria-labelledby={title}>
      <h2 id={title}>{of.title}</h2>
      <span className="muted">{of.note}</span>
      <Button small aria-expanded={false} onClick={() => setOpened(true)}>
        Show<span className="sr"> {of.title}</span>
      </Button>
    </section>
  );
}
