import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { meQuery } from '../features/session/index.ts';

export interface Shortcut {
  /** One key, or two pressed one after the other: `g i`. */
  readonly keys: string;
  /** What it does, for the list of keys; without it the key is not listed. */
  readonly does: string | null;
  readonly act: () => void;
}

/** The second key of a pair counts for this long, in milliseconds. */
const pairWithin = 1_500;
let active: readonly Shortcut[] = [];
const listeners = new Set<() => void>();
let first: { key: string; at: number } | null = null;

/** A checkbox, a radio button and a link are no place to type: keys act there. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(?:TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target instanceof HTMLInputElement && !/^(?:checkbox|radio|button|submit)$/.test(target.type)));

function listen(event: KeyboardEvent): void {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isPlain || isTyping(event.target) || document.querySelector('dialog[open]')) return;
  const pair = first && Date.now() - first.at <= pairWithin ? `${first.key} ${event.key}` : null;
  first = null;
  // What a page asked for last goes before what the frame offers everywhere.
  const found =
    active.findLast(({ keys }) => keys === pair) ?? active.findLast(({ keys }) => keys === event.key);
  if (found) {
    event.preventDefault();
    found.act();
  } else if (active.some(({ keys }) => keys.startsWith(`${event.key} `))) {
    first = { key: event.key, at: Date.now() };
  }
}

function put(next: readonly Shortcut[]): void {
  if (active.length === 0 && next.length > 0) addEventListener('keydown', listen);
  if (active.length > 0 && next.length === 0) removeEventListener('keydown', listen);
  active = next;
  for (const tell of listeners) tell();
}

/**
 * A single key that does something where nothing is being typed and no sheet is open. Whoever switched such keys off in
 * their settings presses them without effect (WCAG 2.1.4).
 */
export function useShortcut(keys: string, act: () => void, does: string | null = null): void {
  const { data: me } = useQuery(meQuery);
  const isOn = me?.preferences.shortcuts ?? false;
  useEffect(() => {
    if (!isOn) return;
    const shortcut = { keys, act, does };
    put([...active, shortcut]);
    return () => put(active.filter((other) => other !== shortcut));
  }, [isOn, keys, act, does]);
}

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

/** The keys that act on the page that is shown, in the order in which they were offered. */
export const useShortcuts = (): readonly Shortcut[] => useSyncExternalStore(subscribe, () => active);
