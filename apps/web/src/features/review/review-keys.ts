import type { SigningSubject } from '@countersign/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useShortcut } from '../../app/shortcut.ts';
import { unopenedEvidence } from './blockers.ts';

/** The review by keyboard: the next piece that was not opened yet, and the sign-off. */
export function useReviewKeys(subject: SigningSubject): void {
  const navigate = useNavigate();
  const next = unopenedEvidence(subject)[0]?.id;
  useShortcut(
    'e',
    useCallback(() => {
      if (!next) return;
      void navigate({ to: '.', search: (before) => ({ ...before, evidence: next }), resetScroll: false });
    }, [navigate, next]),
    'Open the next required evidence that was not opened',
  );
  useShortcut(
    's',
    useCallback(() => {
      const panel = document.getElementById('sign');
      panel?.scrollIntoView({ block: 'start' });
      const form = panel?.querySelector('form');
      (
        form?.querySelector<HTMLElement>('input:checked') ?? form?.querySelector<HTMLElement>('input')
      )?.focus();
    }, []),
    'Go to the sign-off',
  );
}
