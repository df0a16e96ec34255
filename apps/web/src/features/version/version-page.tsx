import type { VersionPage as Page, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Await, Button, buttonClass } from '../../controls/index.ts';
import { gateWord } from '../../marks/index.ts';
import { VersionDeployments } from '../deployment/index.ts';
import { DiscussionTab } from '../discussion/index.ts';
import { EntrySection } from '../entry/index.ts';
import { EvidenceSection } from '../evidence/index.ts';
import { FindingSection } from '../finding/index.ts';
import { CompareLink } from '../model/index.ts';
import { ReportLink } from '../report-link/index.ts';
import { SignOffsSection } from '../sign-off/index.ts';
import { deployNowWord } from './expedited-sheet.tsx';
import { Notebooks } from './notebooks.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { versionQuery } from './queries.ts';
import type { VersionSearch } from './search.ts';
import { useEdit } from './use-edit.ts';
import { useSheet } from './use-sheet.ts';
import { VersionFrame } from './version-frame.tsx';
import { VersionLoading } from './version-loading.tsx';
import { VersionSheets } from './version-sheets.tsx';
import './version.css';

const ReleaseNotesTab = lazy(() =>
  import('./release-notes-tab.tsx').then(({ ReleaseNotesTab }) => ({ default: ReleaseNotesTab })),
);
const SubstanceEditor = lazy(() =>
  import('./substance-editor.tsx').then(({ SubstanceEditor }) => ({ default: SubstanceEditor })),
);
const VersionConsumers = lazy(() =>
  import('../consumer/index.ts').then(({ VersionConsumers }) => ({ default: VersionConsumers })),
);
const FilesTab = lazy(() => import('./files-tab.tsx').then(({ FilesTab }) => ({ default: FilesTab })));

const route = getRouteApi('/frame/m/$model/v/$version');

/** The next step that this person may take, and the stop button; everything else, with its reasons, is on the overview. */
function Acts({ page }: { page: Page }) {
  const openSheet = useSheet();
  const may = page.actions.filter(({ reasons }) => reasons.length === 0);
  const sign = may.find(({ command }) => command === 'sign');
  const request = may.find(({ command }) => command === 'request');
  const { gate, environment } = request ?? {};
  const { expedited } = page;
  const mayDeployNow =
    expedited?.state === 'signed' &&
    may.some((found) => found.command === 'deploy-expedited' && found.environment === expedited.environment);
  const address = { model: page.version.model.key, version: page.version.label };
  return (
    <>
      {page.before && (
        <CompareLink model={address.model} before={page.before} after={address.version}>
          {`Compare with ${page.before}`}
        </CompareLink>
      )}
      {page.version.standing !== 'usable' && (
        <Link
          className={buttonClass()}
          to="/rescorings/new"
          search={{ model: address.model, version: address.version }}
        >
          Re-score
        </Link>
      )}
      <ReportLink {...address} />
      {sign ? (
        <Link
          className={buttonClass('main')}
          to="/m/$model/v/$version/review"
          params={{ model: page.version.model.key, version: page.version.label }}
          search={{ request: sign.requestId }}
        >
          Go to sign-off
        </Link>
      ) : mayDeployNow ? (
        <Button
          kind="main"
          onClick={() => openSheet({ sheet: 'expedited', environment: expedited.environment })}
        >
          {deployNowWord}
        </Button>
      ) : (
        gate && (
          <Button kind="main" onClick={() => openSheet({ sheet: 'request', gate, environment })}>
            Ask for {gateWord[gate].toLowerCase()}
          </Button>
        )
      )}
      {may.some(({ command }) => command === 'lift') && (
        <Button onClick={() => openSheet({ sheet: 'lift' })}>Lift the mark</Button>
      )}
      {may.some(({ command }) => command === 'mark') && (
        <Button onClick={() => openSheet({ sheet: 'mark' })}>Mark “do not use”</Button>
      )}
    </>
  );
}

function Tab({ address, page, search }: { address: VersionAddress; page: Page; search: VersionSearch }) {
  const edit = useEdit();
  switch (search.tab) {
    case 'release-notes':
      return (
        <ReleaseNotesTab
          address={address}
          page={page}
          from={search.from}
          beside={search.beside}
          asWritten={search.notes === 'written'}
          editing={search.edit === 'notes' || search.edit === 'description'}
        />
      );
    case 'evidence':
      return (
        <EvidenceSection
          first
          address={address}
          gate={page.gates.find(({ state }) => state === 'open') ?? null}
          gates={page.gates}
          show={search.show}
          evidence={search.evidence}
          cases={search.cases}
          mayRun
        />
      );
    case 'notebooks':
      return <Notebooks address={address} path={search.notebook} />;
    case 'findings':
      return <FindingSection first model={address.model} version={address.version} after={search.after} />;
    case 'discussion':
      return (
        <DiscussionTab address={address} state={search.threads} thread={search.thread} after={search.after} />
      );
    case 'files':
      return <FilesTab address={address} file={search.file} />;
    case 'sign-offs':
      return <SignOffsSection address={address} />;
    case 'deployments':
      return <VersionDeployments address={address} page={page} />;
    case 'consumers':
      return <VersionConsumers address={address} after={search.after} />;
    case 'audit':
      return (
        <EntrySection
          first
          filter={{ model: address.model, version: address.version, after: search.after }}
        />
      );
    default:
      return search.edit === 'substance' ? (
        <SubstanceEditor address={address} page={page} onClose={() => edit(undefined)} />
      ) : (
        <OverviewTab address={address} page={page} />
      );
  }
}

export function VersionPage() {
  const address = route.useParams();
  const search = route.useSearch();
  const query = useQuery(versionQuery(address));
  return (
    <Await whole query={query} loading={<VersionLoading address={address} />}>
      {(page) => (
        <VersionFrame
          address={address}
          page={page}
          tab={search.tab ?? 'overview'}
          acts={<Acts page={page} />}
        >
          <Suspense fallback={<div className="min-h-[480px]" aria-busy="true" />}>
            <Tab address={address} page={page} search={search} />
          </Suspense>
          <VersionSheets address={address} page={page} search={search} />
        </VersionFrame>
      )}
    </Await>
  );
}
