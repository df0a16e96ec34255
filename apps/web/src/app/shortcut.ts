import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { meQuery } from '../features/session/index.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/**
 * A single key that does something where nothing is being typed and no sheet is open. Whoever switched such keys off in
 * their settings presses them without effect (WCAG 2.1.4).
 */
export function useShortcut(key: string, act: () => void): void {
  const { data: me } = useQuery(meQuery);
  const isOn = me?.preferences.shortcuts ?? false;
  useEffect(() => {
    if (!isOn) return;
    const listen = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.key !== key || !isPlain || isTyping(event.target) || document.querySelector('dialog[open]'))
        return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [isOn, key, act]);
}
