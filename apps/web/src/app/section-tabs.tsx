import { Link } from '@tanstack/react-router';
import { type Word, words } from './words.ts';

/** The pages under one of the five words. */
export function SectionTabs({ word, counts = {} }: { word: Word['word']; counts?: Record<string, string> }) {
  const pages = words.find((found) => found.word === word)?.pages ?? [];
  return (
    <nav className="tabs" aria-label={word}>
      {pages.map(({ name, to }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
          {name}
          {counts[name] && <small>{counts[name]}</small>}
        </Link>
      ))}
    </nav>
  );
}
