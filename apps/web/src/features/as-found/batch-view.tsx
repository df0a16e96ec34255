import type { AsFoundBatchPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button, type Column, Definitions, Paging, Section, Table } from '../../controls/index.ts';
import { assuranceText, Basis, counted, Digest, tierWord, When } from '../../marks/index.ts';
import { roleText } from './batch-table.tsx';
import { SignBatchForm, WithdrawSheet } from './sign-batch-form.tsx';

type Item = AsFoundBatchPage['items'][number];

const columnsOf = (isImported: boolean): readonly Column<Item>[] => [
  {
    head: 'Model',
    cell: ({ model, version }) =>
      isImported ? (
        <Link className="quiet" to="/m/$model/v/$version" params={{ model, version }}>
          {model} <b>{version}</b>
        </Link>
      ) : (
        <>
          {model} <b>{version}</b>
        </>
      ),
    width: '18%',
  },
  { head: 'Line', cell: ({ line }) => line, numeric: true, width: 56 },
  { head: 'Tier', cell: ({ tier }) => tierWord[tier], width: 92, phone: true },
  { head: 'Owner', cell: ({ owner }) => <span className="break-words">{owner}</span>, width: '15%' },
  { head: 'Serves', cell: ({ environment, since }) => `${environment}, since ${since}`, width: 190 },
  {
    head: 'Approved, as claimed',
    cell: ({ approvedBy, approvedOn }) =>
      approvedBy ? (
        `${approvedBy}${approvedOn ? `, ${approvedOn}` : ''}`
      ) : (
        <span className="muted">nothing claimed</span>
      ),
    width: '16%',
  },
  { head: 'Purpose', cell: ({ purpose }) => <span className="soft line-clamp-2">{purpose}</span> },
];

function Facts({ batch }: Pick<AsFoundBatchPage, 'batch'>) {
  return (
    <Definitions
      items={[
        [
          'Prepared',
          <span key="prepared">
            {batch.preparedBy.name}, <When at={batch.preparedAt} precision="minute" />
          </span>,
        ],
        [
          'Why',
          <span key="why" className="whitespace-pre-wrap">
            {batch.comment}
          </span>,
        ],
        ['Digest', <Digest key="digest" value={batch.digest} what="digest" />],
        ...batch.signatures.map(
          ({ person, role, deputyFor, at, signatureValid, assurance, comment }) =>
            [
              `Signed as ${roleText(role)}`,
              <span key={role}>
                {person.name}
                {deputyFor && <>, as deputy of {deputyFor.name}</>}, <When at={at} precision="minute" />;{' '}
                {signatureValid ? 'signature verified' : <b>signature does not verify</b>},{' '}
                {assuranceText(assurance)}
                {comment && <span className="soft"> “{comment}”</span>}
              </span>,
            ] as const,
        ),
      ]}
    />
  );
}

export function BatchView({ page, after }: { page: AsFoundBatchPage; after: string | undefined }) {
  const [withdrawing, setWithdrawing] = useState(false);
  const { batch } = page;
  const isImported = batch.state === 'imported';
  return (
    <>
      <Section
        first
        title={counted(batch.rows, 'model')}
        count={isImported ? 'imported as found' : batch.state === 'open' ? 'not imported yet' : 'withdrawn'}
        right={
          page.mayWithdraw && (
            <Button small onClick={() => setWithdrawing(true)}>
              Withdraw
            </Button>
          )
        }
      >
        <Facts batch={batch} />
        {batch.state === 'open' && <SignBatchForm page={page} />}
      </Section>
      <Section
        title="Its rows"
        count={
          <>
            every field <Basis basis="claimed" />
          </>
        }
      >
        <Table
          label="Rows of the inventory"
          rows={page.items}
          keyOf={({ line }) => String(line)}
          columns={columnsOf(isImported)}
          second={({ owner, environment, since }) => `${owner}; ${environment}, since ${since}`}
        />
        <Paging count={page.items.length} one="row" after={after} next={page.next} />
      </Section>
      {withdrawing && <WithdrawSheet batchId={batch.id} onClose={() => setWithdrawing(false)} />}
    </>
  );
}
