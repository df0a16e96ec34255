import type { LedgerStatus, WitnessRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { withBase } from '../../app/base-path.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import {
  Await,
  Button,
  type Column,
  Definitions,
  Empty,
  PageTitle,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { CopyButton, counted, countText, Glyph, When } from '../../marks/index.ts';
import { useMe } from '../session/index.ts';
import { AcceptLossSheet } from './accept-loss-sheet.tsx';
import { KeySection } from './key-section.tsx';
import { lossText } from './loss-text.ts';
import { MailboxSection } from './mailbox-section.tsx';
import { ledgerStatusQuery } from './queries.ts';
import { RegisterWitnessSheet, RemoveWitnessSheet } from './witness-sheets.tsx';

const route = getRouteApi('/frame/audit/ledger');

const standing = ({ cosigned }: WitnessRow): string => {
  if (!cosigned) return 'has cosigned nothing yet';
  return cosigned.behind === 0
    ? 'up to the last entry'
    : `${counted(cosigned.behind, 'entry', 'entries')} behind`;
};

const columnsOf = (remove: ((id: string) => void) | null): readonly Column<WitnessRow>[] => [
  {
    head: 'Witness',
    cell: ({ name, verifier }) => (
      <span className="break-all">
        <b>{name}</b> <CopyButton text={verifier} what={`key of ${name}`} />
      </span>
    ),
    width: '34%',
  },
  {
    head: 'Has seen',
    cell: ({ cosigned }) =>
      cosigned ? counted(cosigned.size, 'entry', 'entries') : <span className="muted">nothing</span>,
  },
  { head: 'How far behind', cell: standing },
  {
    head: 'Last heard of',
    cell: ({ seenAt }) => (seenAt ? <When at={seenAt} relative /> : <span className="muted">never</span>),
  },
  ...(remove
    ? [
        {
          head: 'Remove',
          headHidden: true,
          cell: ({ id, name }: WitnessRow) => (
            <span className="flex justify-end">
              <Button small onClick={() => remove(id)}>
                Remove<span className="sr"> {name}</span>
              </Button>
            </span>
          ),
          width: 92,
          phone: true,
        },
      ]
    : []),
];

function Published({ checkpoint, keys }: LedgerStatus) {
  if (!checkpoint)
    return <Empty title="No checkpoint is published yet.">The first entry brings the first one.</Empty>;
  const current = keys.find(({ retiredAt }) => retiredAt === null);
  return (
    <>
      <Definitions
        items={[
          ['Entries', countText(checkpoint.size)],
          ['Signed', <When key="at" at={checkpoint.at} precision="second" relative />],
          [
            'Root',
            <span key="root" className="mono break-all">
              {checkpoint.root} <CopyButton text={checkpoint.root} what="root" />
            </span>,
          ],
          [
            'Origin',
            <span key="origin" className="mono break-all">
              {checkpoint.origin}
            </span>,
          ],
          current
            ? [
                'Key',
                <span key="key" className="mono break-all">
                  {current.verifier} <CopyButton text={current.verifier} what="key" />
                </span>,
              ]
            : null,
          [
            'To keep',
            <span key="keep">
              <a href={withBase('/ledger/checkpoint')}>the newest checkpoint</a>,{' '}
              <a href={withBase('/ledger/keys')}>every key that ever signed</a>{' '}
              <CopyButton text={checkpoint.note} what="checkpoint" />
            </span>,
          ],
        ]}
      />
      <p className="cap pt-2">
        A checkpoint states how many entries there were and, in its root, which. Whoever keeps one can prove
        later that nothing before it was changed.
      </p>
    </>
  );
}

export function LedgerPage() {
  const { sheet } = route.useSearch();
  const navigate = useNavigate();
  const me = useMe();
  const query = useQuery(ledgerStatusQuery);
  const open = (next: string | undefined) => void navigate({ to: '/audit/ledger', search: { sheet: next } });
  const { mayChange = false, loss = null, witnesses = [], mailboxes } = query.data ?? {};
  const columns = columnsOf(mayChange ? open : null);
  const removed = witnesses.find(({ id }) => id === sheet);
  return (
    <div className="page">
      <title>Ledger · Countersign</title>
      <PageTitle
        first
        title="Ledger"
        beside="what is published of it, and who watches"
        acts={mayChange && <Button onClick={() => open('register')}>Register a witness</Button>}
      />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      {loss && (
        <div className="problem" role="alert">
          <Glyph name="cross" size={18} />
          <div>
            <h2 className="problem-title">The ledger lost entries that it had published</h2>
            <p>{lossText(loss)}</p>
            <p>
              Nothing can be signed and no checkpoint is published until an administrator decides. Reading,
              predictions, stopping, blocking and rollback go on.
            </p>
            {mayChange && (
              <div className="steps">
                <Button kind="stop" onClick={() => open('accept')}>
                  Let the ledger go on
                </Button>
              </div>
            )}
          </div>
        </div>
      )}
      <Section first title="Published">
        <Await query={query} loading={<p className="muted">Reading</p>}>
          {(status) => <Published {...status} />}
        </Await>
      </Section>
      <Section title="Witnesses" count="outside of this portal, each with a key of its own">
        <Await query={query} loading={<TableLoading columns={columns} rows={2} />}>
          {({ witnesses: rows }) => (
            <Table
              label="Witnesses"
              rows={rows}
              keyOf={({ id }) => id}
              columns={columns}
              second={standing}
              empty={
                <Empty title="Nobody watches this ledger from outside.">
                  Somebody with the database and the key could rewrite it unseen. A witness, run by your
                  auditors or another department with <code>countersign witness</code>, remembers what it saw
                  and refuses any other history.
                </Empty>
              }
            />
          )}
        </Await>
      </Section>
      {query.data && (
        <KeySection
          keys={query.data.keys}
          mayChange={mayChange && loss === null}
          sheet={sheet}
          open={open}
          me={me}
        />
      )}
      {mailboxes && <MailboxSection {...mailboxes} sheet={sheet} open={open} />}
      {mayChange && sheet === 'register' && <RegisterWitnessSheet onClose={() => open(undefined)} />}
      {mayChange && removed && <RemoveWitnessSheet witness={removed} onClose={() => open(undefined)} />}
      {mayChange && loss && sheet === 'accept' && (
        <AcceptLossSheet loss={loss} me={me} onClose={() => open(undefined)} />
      )}
    </div>
  );
}
