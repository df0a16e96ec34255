import type { RecallPlace } from '@countersign/contracts';
import { type Column, Empty, Section, Table } from '../../controls/index.ts';
import { deploymentRoleWord, Result, When, wordOf } from '../../marks/index.ts';

const stateOf = {
  stopped: { tone: 'ok', word: 'Stopped' },
  unconfirmed: { tone: 'owed', word: 'Unconfirmed' },
  answered: { tone: 'no', word: 'Answers still' },
} as const;

const nameOf = ({ kind, environment, name, role }: RecallPlace): string =>
  kind === 'elsewhere'
    ? 'Serving outside'
    : kind === 'observed'
      ? `${name}, ${environment}`
      : `${environment}${role ? `, ${wordOf(deploymentRoleWord, role).toLowerCase()}` : ''}`;

const proofOf = ({ basis, found, at }: RecallPlace) => (
  <>
    {found}
    <span className="cap block">
      {basis && `${basis === 'probe' ? 'Probe' : 'Heartbeat'}${at ? ', ' : ''}`}
      {at && <When at={at} precision="second" />}
    </span>
  </>
);

const columns: readonly Column<RecallPlace>[] = [
  { head: 'Place', cell: (place) => <b>{nameOf(place)}</b>, width: '30%' },
  { head: 'Version', cell: ({ label }) => label, width: 120 },
  {
    head: 'State',
    cell: ({ state }) => <Result tone={stateOf[state].tone}>{stateOf[state].word}</Result>,
    width: 140,
    phone: true,
  },
  { head: 'Proof', cell: proofOf },
];

/** Every place in which a recalled version served: unconfirmed until something proves that it stopped there. */
export function PlacesSection({ places }: { places: readonly RecallPlace[] }) {
  const stopped = places.filter(({ state }) => state === 'stopped').length;
  return (
    <Section
      title="Places"
      count={places.length === 0 ? undefined : `${stopped} of ${places.length} proven to have stopped`}
    >
      <Table
        label="Places"
        top
        rows={places}
        keyOf={({ place }) => place}
        columns={columns}
        second={(place) => (
          <>
            {place.label}. {proofOf(place)}
          </>
        )}
        empty={<Empty title="It served nowhere when it was marked." />}
      />
    </Section>
  );
}
