import type { VersionAddress, VersionPage } from '@countersign/contracts';
import { lazy, Suspense } from 'react';
import { DeploymentSheet, isDeploymentCommand } from '../deployment/index.ts';
import { LiftSheet, MarkSheet } from '../recall/index.ts';
import { AnnounceSheet, WithdrawSwitchSheet } from '../switching/index.ts';
import { DeprecateSheet } from './deprecate-sheet.tsx';
import { ErratumSheet } from './erratum-sheet.tsx';
import { ExpeditedSheet } from './expedited-sheet.tsx';
import { RequestSheet } from './request-sheet.tsx';
import type { VersionSearch } from './search.ts';
import { useSheet } from './use-sheet.ts';
import { WithdrawSheet } from './withdraw-sheet.tsx';

const ApprovalSheet = lazy(() =>
  import('./approval-sheet.tsx').then(({ ApprovalSheet }) => ({ default: ApprovalSheet })),
);

const gates = ['review', 'approval', 'goLive'] as const;

/** The sheet that the URL names. */
export function VersionSheets({
  address,
  page,
  search,
}: {
  address: VersionAddress;
  page: VersionPage;
  search: VersionSearch;
}) {
  const openSheet = useSheet();
  const close = () => openSheet(null);
  const { sheet } = search;
  if (sheet === undefined) return null;
  if (isDeploymentCommand(sheet)) {
    return (
      <DeploymentSheet
        command={sheet}
        address={address}
        environment={search.environment}
        deploymentId={search.deployment}
        role={search.role}
        onClose={close}
      />
    );
  }
  const gate = gates.find((name) => name === search.gate);
  switch (sheet) {
    case 'request':
      if (gate === 'approval') {
        return (
          <Suspense fallback={null}>
            <ApprovalSheet address={address} page={page} onClose={close} />
          </Suspense>
        );
      }
      return gate ? (
        <RequestSheet
          address={address}
          page={page}
          gate={gate}
          environment={search.environment}
          onClose={close}
        />
      ) : null;
    case 'withdraw': {
      const request = search.request ?? page.gates.find(({ state }) => state === 'open')?.request?.id;
      const incident = page.expedited?.requestId === request ? page.expedited?.incident : undefined;
      return request ? <WithdrawSheet requestId={request} incident={incident} onClose={close} /> : null;
    }
    case 'mark':
      return <MarkSheet address={address} page={page} onClose={close} />;
    case 'lift':
      return <LiftSheet address={address} page={page} onClose={close} />;
    case 'deprecate':
      return <DeprecateSheet address={address} onClose={close} />;
    case 'expedited':
      return (
        <ExpeditedSheet address={address} page={page} environment={search.environment} onClose={close} />
      );
    case 'announce':
      return (
        <Suspense fallback={null}>
          <AnnounceSheet address={address} environment={search.environment} onClose={close} />
        </Suspense>
      );
    case 'withdraw-switch':
      return (
        <Suspense fallback={null}>
          <WithdrawSwitchSheet address={address} environment={search.environment} onClose={close} />
        </Suspense>
      );
    case 'erratum':
      return <ErratumSheet address={address} onClose={close} />;
  }
}
