import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import { withBase } from '../../app/base-path.ts';

/** A link to an address in the portal that the server made. */
export function PathLink({
  path,
  className,
  children,
}: {
  path: string;
  className?: string;
  children: ReactNode;
}) {
  const router = useRouter();
  const href = withBase(path);
  const go = (event: MouseEvent) => {
    // Another tab or window is the browser's.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    router.history.push(href);
  };
  return (
    <a className={className} href={href} onClick={go}>
      {children}
    </a>
  );
}
