import type { VersionAddress, VersionPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { selfState } from '../../app/self-state.ts';
import { countText } from '../../marks/index.ts';
import { LineageLink } from '../lineage/index.ts';
import { isInsider, useMe } from '../session/index.ts';
import { type VersionTab, versionTabs } from './search.ts';

const tabWord: Record<VersionTab, string> = {
  overview: 'Overview',
  'release-notes': 'Release notes',
  evidence: 'Evidence',
  notebooks: 'Notebooks',
  findings: 'Findings',
  discussion: 'Discussion',
  files: 'Files',
  'sign-offs': 'Sign-offs',
  deployments: 'Deployments',
  consumers: 'Consumers',
  audit: 'Audit',
};

/** What is open to a consumer. */
const outside: readonly VersionTab[] = ['overview', 'release-notes', 'sign-offs', 'deployments'];

function countOf(tab: VersionTab, counts: VersionPage['counts']): number | null {
  switch (tab) {
    case 'evidence':
      return counts.evidence;
    case 'notebooks':
      return counts.notebooks;
    case 'findings':
      return counts.findings;
    case 'discussion':
      return counts.threads;
    case 'files':
      return counts.files;
    case 'sign-offs':
      return counts.signOffs;
    case 'deployments':
      return counts.deployments;
    case 'audit':
      return counts.entries;
    default:
      return null;
  }
}

export function VersionTabs({
  address,
  page,
  current,
}: {
  address: VersionAddress;
  page: VersionPage;
  current: VersionTab | 'review';
}) {
  const insider = isInsider(useMe(), address.model);
  const open = page.gates.find(({ state, request }) => state === 'open' && request !== null);
  return (
    <nav className="tabs" aria-label="Version">
      {insider && open?.request && (
        <Link
          to="/m/$model/v/$version/review"
          params={address}
          search={{ request: open.request.id }}
          aria-current={current === 'review' ? 'page' : undefined}
          activeOptions={selfState}
        >
          Review
        </Link>
      )}
      {(insider ? versionTabs : outside).map((tab) => {
        const count = countOf(tab, page.counts);
        return (
          <Link
            key={tab}
            to="/m/$model/v/$version"
            params={address}
            search={{ tab: tab === 'overview' ? undefined : tab }}
            aria-current={current === tab ? 'page' : undefined}
            activeOptions={selfState}
            resetScroll={false}
          >
            {tabWord[tab]}
            {count !== null && <small>{countText(count)}</small>}
          </Link>
        );
      })}
      {insider && <LineageLink node={`version:${page.version.id}`}>Lineage</LineageLink>}
    </nav>
  );
}
