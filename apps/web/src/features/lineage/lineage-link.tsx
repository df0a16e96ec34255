import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { lineageParams } from './node-address.ts';

/** To the lineage around a node; `reach`: to what comes from it in the end. */
export function LineageLink({
  node,
  reach = false,
  className,
  children,
}: {
  node: string;
  reach?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link
      className={className}
      to="/lineage/$kind/$known"
      params={lineageParams(node)}
      search={reach ? { show: 'reach' } : {}}
    >
      {children}
    </Link>
  );
}
