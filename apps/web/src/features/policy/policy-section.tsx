import type { PolicyOutlook } from '@countersign/contracts';
import { Button, type Column, Section, Table } from '../../controls/index.ts';
import { gateWord, Result, roleWord, tierWord, When } from '../../marks/index.ts';
import { gateSentences, retrainSentences } from './sentences.ts';

type GateOutlook = PolicyOutlook['gates'][number];
interface GateRow extends GateOutlook {
  policy: PolicyOutlook['policy'];
}

function Names({ count, people }: { count: number; people: readonly { id: string; name: string }[] }) {
  if (count === 0) return <b>nobody</b>;
  const more = count - people.length;
  return (
    <>
      {people.map(({ name }) => name).join(', ')}
      {more > 0 && ` and ${more} more`}
    </>
  );
}

const whoCould = ({ places, satisfiable }: GateRow) => (
  <ul>
    {places.map((place) => (
      <li key={place.role}>
        <span className="soft">
          {roleWord[place.role]}, {place.quorum} needed:
        </span>{' '}
        <Names {...place} />
      </li>
    ))}
    {!satisfiable && (
      <li>
        <Result tone="no">Nobody can satisfy this gate today</Result>
      </li>
    )}
  </ul>
);

const columns: readonly Column<GateRow>[] = [
  { head: 'Gate', cell: ({ gate }) => <b>{gateWord[gate]}</b>, width: '10%' },
  {
    head: 'What it takes',
    cell: ({ gate, policy }) => (
      <ul>
        {[...gateSentences(gate, policy), ...retrainSentences(gate, policy)].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    ),
    width: '34%',
  },
  {
    head: 'Checklist of its signers',
    cell: ({ gate, policy }) => {
      const { checklist } = policy.gates[gate];
      if (checklist.length === 0) return <span className="muted">none</span>;
      return (
        <ol className="list-decimal pl-5">
          {checklist.map((question) => (
            <li key={question}>{question}</li>
          ))}
        </ol>
      );
    },
  },
  { head: 'Who could sign today', cell: whoCould, width: '24%' },
];

const onPhone = (row: GateRow) => (
  <>
    {[...gateSentences(row.gate, row.policy), ...retrainSentences(row.gate, row.policy)].join(' ')} Who could
    sign today:
    {whoCould(row)}
  </>
);

/** A policy as people read it, gate by gate, with those who could sign under it today. */
export function PolicySection({
  outlook,
  first,
  onSwitching,
}: {
  outlook: PolicyOutlook;
  first: boolean;
  /** Of whoever may publish the next version of it. */
  onSwitching: (() => void) | undefined;
}) {
  const { policy, operators } = outlook;
  const alone = outlook.gates.every(({ satisfiable }) => satisfiable);
  return (
    <Section
      first={first}
      title={`Tier ${tierWord[policy.tier].toLowerCase()}`}
      count={
        <>
          {policy.id}, version {policy.number}, published <When at={outlook.publishedAt} precision="day" />
        </>
      }
      right={
        onSwitching && (
          <Button small onClick={onSwitching}>
            Change the notice before a switch
          </Button>
        )
      }
    >
      <Table
        label={`Policy ${policy.id}, version ${policy.number}`}
        top
        rows={outlook.gates.map((gate) => ({ ...gate, policy }))}
        keyOf={({ gate }) => gate}
        columns={columns}
        second={onPhone}
      />
      <p className="table-foot">
        <span>
          Operators: <Names {...operators} />
        </span>
        {alone && !outlook.satisfiable && (
          <Result tone="no">Each gate can be satisfied alone, all of one version cannot</Result>
        )}
        {outlook.satisfiable && !outlook.deployable && (
          <Result tone="no">No operator separate enough is left to deploy</Result>
        )}
        {outlook.satisfiable && outlook.deployable && (
          <Result tone="ok">The people of today could bring a version to production</Result>
        )}
      </p>
    </Section>
  );
}
