import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/**
 * Where a link led to another page, the next Tab begins at its content and a screen reader reads on there. What the
 * new page put the focus on itself keeps it; so does whoever changed a tab or a filter of the same page.
 */
export function useFocusOnArrival(): void {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    const came = before.current;
    before.current = path;
    if (came === undefined || came === path) return;
    const content = document.getElementById('content');
    if (content?.contains(document.activeElement) || document.querySelector('dialog[open]')) return;
    content?.focus({ preventScroll: true });
  }, [path]);
}
