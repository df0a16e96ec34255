import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { withBase } from './base-path.ts';
import { useShortcut } from './shortcut.ts';

function useGoKey(keys: string, to: string, does: string): void {
  const router = useRouter();
  useShortcut(
    keys,
    useCallback(() => router.history.push(withBase(to)), [router, to]),
    does,
  );
}

/** `g` and a letter: to the pages that people open all day. */
export function useGoKeys(): void {
  useGoKey('g h', '/', 'Overview');
  useGoKey('g i', '/inbox', 'Inbox');
  useGoKey('g m', '/models', 'Models');
  useGoKey('g d', '/deployments', 'Deployments');
  useGoKey('g a', '/audit', 'Audit');
  useGoKey('g p', '/predictions', 'Predictions');
}
