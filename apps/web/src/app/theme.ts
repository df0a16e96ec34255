import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
const listeners = new Set<() => void>();

const current = (): Theme => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');
const ofSystem = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** `/theme.js` reads the same key before the first paint. Null: as the system has it. */
export function setTheme(theme: Theme | null): void {
  document.documentElement.dataset.theme = theme ?? ofSystem();
  try {
    if (theme === null) localStorage.removeItem('countersign.theme');
    else localStorage.setItem('countersign.theme', theme);
  } catch {
    // Storage may be refused; the choice then lasts until the page is left.
  }
  for (const listener of listeners) listener();
}

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
