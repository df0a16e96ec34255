import type { PolicyBody } from '@countersign/contracts';
import type { Gate } from '@countersign/lifecycle';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { Await, type Column, Empty, PageTitle, Section, Table } from '../../controls/index.ts';
import { evidenceKindWord, gateOrder, gateWord, roleWord, tierWord } from '../../marks/index.ts';

interface GateRow {
  gate: Gate;
  policy: PolicyBody['gates'][Gate];
}

const list = (parts: readonly string[], none: string) =>
  parts.length === 0 ? (
    <span className="muted">{none}</span>
  ) : (
    <ul>
      {parts.map((part) => (
        <li key={part}>{part}</li>
      ))}
    </ul>
  );

const columns: readonly Column<GateRow>[] = [
  { head: 'Gate', cell: ({ gate }) => <b>{gateWord[gate]}</b>, width: '12%' },
  {
    head: 'Sign-offs',
    cell: ({ policy }) =>
      list(
        policy.signOffs.map(({ role, quorum }) => `${quorum} × ${roleWord[role].toLowerCase()}`),
        'none',
      ),
    width: '16%',
    phone: true,
  },
  {
    head: 'Signed by others than',
    cell: ({ policy }) =>
      list(
        policy.distinctFrom.map((gate) => gateWord[gate].toLowerCase()),
        'no restriction',
      ),
    width: '18%',
  },
  {
    head: 'Evidence',
    cell: ({ policy }) =>
      list(
        policy.evidence.map(
          ({ kind, must }) =>
            `${evidenceKindWord[kind]}: ${must === 'pass' ? 'must pass' : 'must be computed'}`,
        ),
        'none',
      ),
    width: '22%',
  },
  {
    head: 'Checklist',
    cell: ({ policy }) =>
      policy.checklist.length === 0 ? (
        <span className="muted">none</span>
      ) : (
        <ol className="list-decimal pl-5">
          {policy.checklist.map((question) => (
            <li key={question}>{question}</li>
          ))}
        </ol>
      ),
  },
];

function Policy({ policy }: { policy: PolicyBody }) {
  return (
    <Section
      title={`${policy.id}, version ${policy.number}`}
      count={`tier ${tierWord[policy.tier].toLowerCase()}, an approval lasts ${policy.validityDays} days`}
    >
      <Table
        label={`${policy.id}, version ${policy.number}`}
        top
        rows={gateOrder.map((gate): GateRow => ({ gate, policy: policy.gates[gate] }))}
        keyOf={({ gate }) => gate}
        columns={columns}
        second={({ policy }) => `${policy.evidence.length} checks, ${policy.checklist.length} questions`}
      />
    </Section>
  );
}

export function PoliciesPage() {
  const query = useQuery({ queryKey: ['policy', 'list'], queryFn: () => api.policy.list.query() });
  return (
    <div className="page">
      <title>Policies · Countersign</title>
      <PageTitle
        first
        title="Policies"
        beside="which sign-offs and evidence each gate needs; immutable once published"
      />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      <Await query={query} loading={<div className="min-h-[480px]" aria-busy="true" />}>
        {(policies) =>
          policies.length === 0 ? (
            <Empty title="No policy is published." />
          ) : (
            policies.map((policy) => <Policy key={`${policy.id}/${policy.number}`} policy={policy} />)
          )
        }
      </Await>
    </div>
  );
}
