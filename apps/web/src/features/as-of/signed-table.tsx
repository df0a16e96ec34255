import type { AsOfGate, AsOfSignOff, AsOfVersion } from '@countersign/contracts';
import { type Column, Table } from '../../controls/index.ts';
import {
  assuranceText,
  decisionWord,
  EntryLink,
  gateWord,
  Result,
  roleWord,
  When,
  wordOf,
} from '../../marks/index.ts';

interface Row extends Omit<AsOfSignOff, 'number'> {
  readonly gate: AsOfGate;
  readonly number: number | null;
}

const gateText = ({ gate, environment, incident }: AsOfGate): string =>
  `${incident ? `Expedited, ${incident}` : wordOf(gateWord, gate)}${environment ? `, ${environment}` : ''}`;

const policyText = ({ policy }: AsOfGate): string =>
  policy ? `${policy.id} ${policy.number}` : 'a policy that is not told';

/** Head of a gate's sign-offs: what it was, under which policy. */
const headOf = ({ gate }: Row): string => `${gateText(gate)}: ${gate.state}, under ${policyText(gate)}`;

const columns: readonly Column<Row>[] = [
  {
    head: 'Signed by',
    cell: ({ person, deputyFor }) => (
      <>
        {person.name}
        {deputyFor && <span className="muted">, deputy for {deputyFor.name}</span>}
      </>
    ),
  },
  { head: 'As', cell: ({ role }) => wordOf(roleWord, role), width: 110 },
  { head: 'Decision', cell: ({ decision }) => wordOf(decisionWord, decision), width: 140 },
  {
    head: 'Then',
    cell: ({ state }) => <Result tone={state === 'current' ? 'ok' : 'no'}>{state}</Result>,
    width: 110,
    phone: true,
  },
  { head: 'Assurance', cell: ({ assurance }) => assuranceText(assurance), spare: true },
  { head: 'When', cell: ({ at }) => <When at={at} precision="second" />, width: 196 },
  { head: 'Entry', cell: ({ number }) => <EntryLink number={number} />, width: 72 },
];

/** Who had signed at each gate of a version, and whether it counted then. */
export function SignedTable({ version: { label, gates } }: { version: AsOfVersion }) {
  const rows = gates.flatMap((gate) => gate.signOffs.map((signOff): Row => ({ ...signOff, gate })));
  if (rows.length === 0) return <p className="soft pt-2">Nobody had signed for it.</p>;
  return (
    <Table
      label={`Sign-offs of ${label}`}
      rows={rows}
      keyOf={({ id }) => id}
      columns={columns}
      group={headOf}
      second={({ role, decision, at }) => (
        <>
          {wordOf(roleWord, role)}, {wordOf(decisionWord, decision)}
          <br />
          <When at={at} />
        </>
      )}
    />
  );
}
