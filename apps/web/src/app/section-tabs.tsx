import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type Word, words } from './words.ts';

/** The pages under one of the five words. */
export function SectionTabs({ word, counts = {} }: { word: Word['word']; counts?: Record<string, string> }) {
  const pages = words.find((found) => found.word === word)?.pages ?? [];
  const bar = useRef<HTMLElement>(null);
  // On a phone the bar is wider than the window: where one is comes into sight.
  useEffect(() => {
    const here = bar.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (bar.current && here)
      bar.current.scrollLeft = here.offsetLeft - (bar.current.clientWidth - here.clientWidth) / 2;
  }, []);
  return (
    <nav className="tabs" aria-label={word} ref={bar}>
      {pages.map(({ name, to }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
          {name}
          {counts[name] && <small>{counts[name]}</small>}
        </Link>
      ))}
    </nav>
  );
}
