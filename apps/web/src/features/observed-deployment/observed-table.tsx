import type { ObservedRow, ObservedVerdict } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, Table } from '../../controls/index.ts';
import { Digest, Result, StandingTag, When } from '../../marks/index.ts';

const said: Readonly<Record<ObservedVerdict, string>> = {
  deployed: 'Deployed',
  permitted: 'By permit',
  unknown: 'Unknown',
  blocked: 'Do not use',
  suspended: 'Suspended',
  'not-approved': 'Not approved',
};

function Verdict({ verdict }: { verdict: ObservedVerdict }) {
  if (verdict === 'blocked') return <StandingTag standing="blocked" />;
  const isFine = verdict === 'deployed' || verdict === 'permitted';
  return <Result tone={isFine ? 'ok' : 'no'}>{said[verdict]}</Result>;
}

const what = ({ model, version, claimedVersion, artifact }: ObservedRow) =>
  version ? (
    <Link className="quiet" to="/m/$model/v/$version" params={{ model: model.key, version: version.label }}>
      <span className="whitespace-nowrap">
        {model.key} <b>{version.label}</b>
      </span>
    </Link>
  ) : (
    <span>
      {model.key} {claimedVersion && <>“{claimedVersion}” </>}
      {artifact && <Digest value={artifact} what="digest of the artifact" />}
    </span>
  );

export const observedColumns: readonly Column<ObservedRow>[] = [
  { head: 'What runs', cell: what },
  { head: 'Place', cell: ({ place }) => <span className="break-words">{place}</span> },
  { head: 'Environment', cell: ({ environment }) => environment, width: 112 },
  { head: 'By the record', cell: ({ verdict }) => <Verdict verdict={verdict} />, width: 136, phone: true },
  {
    head: 'Last heard',
    cell: ({ lastAt, stale }) => (
      <>
        <When at={lastAt} relative />
        {stale && (
          <span className="cap block">
            <Result tone="none">Silent for too long</Result>
          </span>
        )}
      </>
    ),
    width: 260,
  },
  { spare: true, head: 'Reported by', cell: ({ by }) => by.name, width: 150 },
];

export function ObservedTable({ rows, empty }: { rows: readonly ObservedRow[]; empty: ReactNode }) {
  return (
    <Table
      label="What runs"
      rows={rows}
      keyOf={({ id }) => id}
      columns={observedColumns}
      second={({ place, environment, stale, lastAt }) => (
        <>
          {place}, {environment}, {stale ? 'silent since ' : 'heard '}
          <When at={lastAt} />
        </>
      )}
      empty={empty}
    />
  );
}
