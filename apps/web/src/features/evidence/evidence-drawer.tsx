import type { EvidenceDetail, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { api } from '../../app/api.ts';
import { selfState } from '../../app/self-state.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  type Column,
  Definitions,
  Dialog,
  Empty,
  FilterSegments,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import {
  Basis,
  countText,
  Digest,
  EvidenceResult,
  evidenceKindWord,
  Result,
  When,
} from '../../marks/index.ts';
import { DiscussionOf } from '../discussion/index.ts';
import { evidenceDetailQuery } from './queries.ts';

type Case = EvidenceDetail['cases'][number];

const caseColumns: readonly Column<Case>[] = [
  { head: 'Case', cell: ({ name }) => name },
  {
    head: 'Result',
    cell: ({ outcome }) => (
      <Result tone={outcome === 'pass' ? 'ok' : 'no'}>{outcome === 'pass' ? 'Pass' : 'Fail'}</Result>
    ),
    phone: true,
    width: 80,
  },
  { head: 'Expected', cell: ({ expected }) => <span className="mono break-words">{expected}</span> },
  { head: 'Seen', cell: ({ seen }) => <span className="mono break-words">{seen}</span> },
];

const kindColumn: Column<Case> = {
  head: 'Kind',
  cell: ({ category }) => <span className="soft">{category}</span>,
};

/** Cases of a golden set have no kinds; those of a robustness run do. */
function columnsFor(cases: readonly Case[]): readonly Column<Case>[] {
  const [name, ...rest] = caseColumns;
  return name && cases.some(({ category }) => category !== null) ? [name, kindColumn, ...rest] : caseColumns;
}

/** Reading the cases is what “opened” means: the server is told once, when they are shown. */
function useMarkOpened(detail: EvidenceDetail | undefined): void {
  const open = useCommand((evidenceId: string) => api.evidence.open.mutate({ evidenceId }));
  const told = useRef<string | null>(null);
  const id = detail?.row.id;
  const unopened = detail !== undefined && detail.row.openedAt === null;
  const { mutate } = open;
  useEffect(() => {
    if (!id || !unopened || told.current === id) return;
    told.current = id;
    mutate(id);
  }, [id, unopened, mutate]);
}

const runtimeText = (runtime: EvidenceDetail['runtime']): string =>
  runtime === null
    ? 'not recorded'
    : ['name', 'version', 'provider']
        .flatMap((part) => (typeof runtime[part] === 'string' ? [runtime[part]] : []))
        .join(' ') || JSON.stringify(runtime);

function Facts({ detail: { row, runtime, durationMs } }: { detail: EvidenceDetail }) {
  return (
    <Definitions
      items={[
        ['Result', <EvidenceResult key="result" kind={row.kind} result={row.result} />],
        ['Value', row.value],
        ['Against', row.against],
        ['Basis', <Basis key="basis" basis={row.basis} />],
        ['Runtime', runtimeText(runtime)],
        [
          'Computed',
          <span key="at">
            <When at={row.at} precision="second" />
            {durationMs !== null && `, ${countText(Math.round(durationMs))} ms`}, revision {row.revision}
          </span>,
        ],
        ['Digest', <Digest key="digest" value={row.digest} what="evidence digest" />],
      ]}
    />
  );
}

function CaseFilter({ detail, onlyFailed }: { detail: EvidenceDetail; onlyFailed: boolean }) {
  return (
    <div className="tools pt-5">
      <FilterSegments label="Show cases">
        {([undefined, 'failed'] as const).map((cases) => (
          <Link
            key={cases ?? 'all'}
            to="."
            search={(before) => ({ ...before, cases })}
            resetScroll={false}
            aria-current={onlyFailed === (cases === 'failed') ? 'true' : undefined}
            activeOptions={selfState}
          >
            {cases ? 'Failed' : 'All'} <small>{countText(cases ? detail.failed : detail.total)}</small>
          </Link>
        ))}
      </FilterSegments>
    </div>
  );
}

export function EvidenceDrawer({
  address,
  evidenceId,
  onlyFailed,
}: {
  address: VersionAddress;
  evidenceId: string;
  onlyFailed: boolean;
}) {
  const navigate = useNavigate();
  const query = useQuery(evidenceDetailQuery(evidenceId, onlyFailed));
  useMarkOpened(query.data);
  const close = () =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, evidence: undefined, cases: undefined }),
      resetScroll: false,
    });
  const row = query.data?.row;
  return (
    <Dialog side title={row?.name ?? 'Evidence'} caption={row && evidenceKindWord[row.kind]} onClose={close}>
      <Await query={query} loading={<TableLoading columns={caseColumns} rows={12} />}>
        {(detail) => (
          <>
            <Facts detail={detail} />
            {detail.total > 0 && (
              <>
                <CaseFilter detail={detail} onlyFailed={onlyFailed} />
                <Table
                  label="Cases"
                  rows={detail.cases}
                  keyOf={(found) => `${found.category}/${found.name}`}
                  columns={columnsFor(detail.cases)}
                  second={(found) => `expected ${found.expected}, seen ${found.seen}`}
                  empty={<Empty title="No case failed." />}
                />
                <div className="table-foot">
                  <span>
                    {countText(detail.cases.length)} of {countText(onlyFailed ? detail.failed : detail.total)}{' '}
                    shown
                  </span>
                </div>
              </>
            )}
            <Suspense fallback={<div className="min-h-[120px]" aria-busy="true" />}>
              <DiscussionOf address={address} about={{ evidenceId }} />
            </Suspense>
          </>
        )}
      </Await>
    </Dialog>
  );
}
