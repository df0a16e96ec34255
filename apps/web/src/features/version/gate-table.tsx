import type { GateView, VersionAddress, VersionPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { type Column, Section, Table } from '../../controls/index.ts';
import { Glyph, gateWord, Result, referenceWord, roleWord, When } from '../../marks/index.ts';
import { ClaimNote } from '../claim/index.ts';

const stateOf = (view: GateView) => {
  switch (view.state) {
    case 'satisfied':
      return <Result tone="ok">Satisfied</Result>;
    case 'open':
      return <Result tone="owed">Open</Result>;
    case 'void':
      return <Result tone="no">Void</Result>;
    case 'rejected':
      return <Result tone="no">Rejected</Result>;
    default:
      return <Result tone="none">Not asked</Result>;
  }
};

const isRole = (role: string): role is keyof typeof roleWord => role in roleWord;

function Places({ view }: { view: GateView }) {
  return (
    <ul>
      {view.places.flatMap(({ role, quorum, filled }) =>
        Array.from({ length: Math.max(quorum, filled.length) }, (_, seat) => {
          const person = filled[seat];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a seat is its place
            <li key={`${role}-${seat}`} className="flex items-baseline gap-2">
              <span className={`self-center ${person ? 'text-ok' : ''}`}>
                <Glyph name={person ? 'tick' : 'slot'} />
              </span>
              <span>
                {person ? person.name : <span className="muted">missing</span>}{' '}
                <span className="muted">{isRole(role) ? roleWord[role].toLowerCase() : role}</span>
              </span>
            </li>
          );
        }),
      )}
    </ul>
  );
}

function evidenceText(view: GateView): string {
  const missing = view.references.flatMap(({ kind, met }) =>
    met ? [] : [referenceWord[kind].toLowerCase()],
  );
  const owed = missing.length === 0 ? '' : `; no ${missing.join(', no ')}`;
  if (view.evidence.length === 0) return `none required${owed}`;
  const passing = view.evidence.filter(({ status }) => status === 'pass').length;
  return `${passing} of ${view.evidence.length} hold${owed}`;
}

/** Who could fill a missing place today, or who holds the gate back. */
function whoText(view: GateView): string {
  if (view.heldBy.length > 0) return `changes asked by ${view.heldBy.map(({ name }) => name).join(', ')}`;
  if (view.state === 'satisfied') return '';
  if (view.couldSign.length === 0) return 'nobody could sign today';
  return view.couldSign.map(({ name }) => name).join(', ');
}

const nameOf = (view: GateView) => (
  <>
    <b>{gateWord[view.gate]}</b>
    {view.environment && <span className="muted"> {view.environment}</span>}
    {view.forClass && <span className="muted block">as of a {view.forClass}</span>}
  </>
);

export function GateTable({ address, page }: { address: VersionAddress; page: VersionPage }) {
  const columns: readonly Column<GateView>[] = [
    { head: 'Gate', cell: nameOf, width: '16%' },
    { head: 'State', cell: stateOf, width: 110, phone: true },
    {
      head: 'Sign-offs',
      cell: (view) => (
        <>
          <Places view={view} />
          {view.state === 'open' && view.request && (
            <ClaimNote
              requestId={view.request.id}
              what={`${gateWord[view.gate]} of ${address.model} ${address.version}`}
            />
          )}
        </>
      ),
      width: '28%',
    },
    { head: 'Evidence', cell: (view) => <span className="soft">{evidenceText(view)}</span>, width: 110 },
    {
      head: 'Who could sign',
      cell: (view) => <span className="soft">{whoText(view)}</span>,
    },
    {
      head: 'Asked',
      cell: (view) =>
        view.request && (
          <Link
            to="/m/$model/v/$version/review"
            params={address}
            search={{ request: view.request.id }}
            className="quiet"
          >
            <When at={view.request.at} precision="day" relative />
          </Link>
        ),
      width: 160,
    },
  ];
  return (
    <Section first title="Gates" count={`policy ${page.policy.id}, version ${page.policy.number}`}>
      <Table
        label="Gates"
        top
        rows={page.gates}
        keyOf={({ gate, environment }) => `${gate}/${environment}`}
        columns={columns}
        second={(view) => `${view.signed} of ${view.needed} signed, evidence ${evidenceText(view)}`}
      />
    </Section>
  );
}
