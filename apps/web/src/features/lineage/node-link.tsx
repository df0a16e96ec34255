import type { LineageNode } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** The page of the thing itself; data, code and notebooks have none but their lineage. */
export function NodeLink({
  node,
  className,
  children,
}: {
  node: LineageNode;
  className?: string;
  children: ReactNode;
}) {
  const { id, kind, model, version, run } = node;
  const known = id.slice(kind.length + 1);
  if (kind === 'consumer')
    return (
      <Link className={className} to="/consumers/$consumer" params={{ consumer: known }}>
        {children}
      </Link>
    );
  if (kind === 'recall')
    return (
      <Link className={className} to="/recalls/$recall" params={{ recall: known }}>
        {children}
      </Link>
    );
  if (model !== null && run !== null)
    return (
      <Link className={className} to="/m/$model/experiments/$experiment/runs/$run" params={{ model, ...run }}>
        {children}
      </Link>
    );
  if (model !== null && version !== null)
    return (
      <Link
        className={className}
        to="/m/$model/v/$version"
        params={{ model, version }}
        search={kind === 'deployment' ? { tab: 'deployments' } : {}}
      >
        {children}
      </Link>
    );
  return null;
}
