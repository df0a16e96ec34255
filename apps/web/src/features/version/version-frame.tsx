import type { VersionAddress, VersionPage } from '@countersign/contracts';
import type { ReactNode } from 'react';
import { ModelCrumbs, PageTitle } from '../../controls/index.ts';
import {
  AsFoundTag,
  Digest,
  ExpeditedMark,
  OverdueTag,
  Rail,
  railOfPage,
  tierWord,
  When,
} from '../../marks/index.ts';
import { DoNotUseBar } from '../recall/index.ts';
import { isInsider, useMe } from '../session/index.ts';
import type { VersionTab } from './search.ts';
import { VersionTabs } from './version-tabs.tsx';

function Facts({ page }: { page: VersionPage }) {
  return (
    <div className="facts">
      <span>
        Tier <b>{tierWord[page.tier].toLowerCase()}</b>
      </span>
      <span>
        Policy{' '}
        <b>
          {page.policy.id}, version {page.policy.number}
        </b>
      </span>
      <span>
        Made by <b>{page.registrant.name}</b>
      </span>
      {page.owner && (
        <span>
          Owner <b>{page.owner.name}</b>
        </span>
      )}
      {page.approvedUntil && (
        <span>
          {page.asFound && page.version.earned !== 'approved' ? 'To be reviewed by' : 'Approved until'}{' '}
          <b>
            <When at={page.approvedUntil} precision="day" />
          </b>
        </span>
      )}
      {page.expedited?.servesUntil && (
        <span>
          <b>
            <ExpeditedMark
              row={{ ground: 'expedited', lapsesAt: page.expedited.servesUntil, state: 'serving' }}
            />
          </b>
        </span>
      )}
      {page.artifact && (
        <span>
          Artifact{' '}
          <b>
            <Digest value={page.artifact.digest} what="artifact digest" />
          </b>
        </span>
      )}
    </div>
  );
}

/** What every page of a version begins with: who it is, where it stands on the road, and its tabs. */
export function VersionFrame({
  address,
  page,
  tab,
  acts,
  children,
}: {
  address: VersionAddress;
  page: VersionPage;
  tab: VersionTab | 'review';
  acts?: ReactNode;
  children: ReactNode;
}) {
  const { version } = page;
  const insider = isInsider(useMe(), version.model.key);
  return (
    <>
      <title>{`${version.model.key} ${version.label} · Countersign`}</title>
      {version.standing === 'blocked' && <DoNotUseBar page={page} insider={insider} />}
      <div className="page">
        <ModelCrumbs model={address.model} here={version.label} />
        <PageTitle
          title={`${version.model.key} ${version.label}`}
          beside={
            <span className="inline-flex items-center gap-2">
              revision {version.revision}
              {version.asFound && <AsFoundTag />}
              {version.overdue && <OverdueTag />}
            </span>
          }
          acts={acts}
        />
        {page.description && <p className="lede">{page.description}</p>}
        <Facts page={page} />
        <Rail stops={railOfPage(page)} />
        <VersionTabs address={address} page={page} current={tab} />
        {children}
      </div>
    </>
  );
}
