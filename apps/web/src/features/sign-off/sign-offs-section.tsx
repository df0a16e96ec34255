import type { SignOffRow, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  type Column,
  CommandButton,
  CommandDialog,
  Empty,
  Section,
  Table,
  TableLoading,
  TextArea,
} from '../../controls/index.ts';
import {
  assuranceText,
  counted,
  Digest,
  decisionPast,
  EntryLink,
  gateWord,
  Result,
  roleWord,
  When,
} from '../../marks/index.ts';
import { ConditionText } from '../finding/index.ts';
import { SuggestionSection } from '../suggestion/index.ts';
import { signOffsQuery } from './queries.ts';

const stateTone: Record<SignOffRow['state'], { tone: 'ok' | 'no' | 'owed' | 'none'; word: string }> = {
  current: { tone: 'ok', word: 'Counts' },
  owed: { tone: 'owed', word: 'To re-endorse' },
  void: { tone: 'no', word: 'Void' },
  withdrawn: { tone: 'none', word: 'Withdrawn' },
  cleared: { tone: 'none', word: 'Cleared' },
  replaced: { tone: 'none', word: 'Replaced' },
};

function WithdrawSheet({ row, onClose }: { row: SignOffRow; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const withdraw = useCommand(
    () => api.signOff.withdraw.mutate({ signOffId: row.id, comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="Withdraw your sign-off"
      caption={`${gateWord[row.gate]} gate, revision ${row.revision}`}
      verb="Withdraw the sign-off"
      kind="stop"
      refused="The sign-off was not withdrawn"
      busy={withdraw.isPending}
      error={withdraw.error}
      ready={comment.trim() !== ''}
      onSubmit={() => withdraw.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Comment, becomes part of the record"
        required
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </CommandDialog>
  );
}

const columnsOf = (withdraw: (row: SignOffRow) => void): readonly Column<SignOffRow>[] => [
  {
    head: 'Person',
    cell: ({ person, role, deputyFor, decision }) => (
      <>
        <b>{person.name}</b> {decisionPast[decision]}
        <span className="cap block whitespace-normal">
          as {roleWord[role].toLowerCase()}
          {deputyFor && `, as deputy for ${deputyFor.name}`}
        </span>
      </>
    ),
    width: '20%',
  },
  {
    head: 'State',
    cell: ({ state, stateReason, referencesWithdrawn, attachmentsWithdrawn }) => (
      <>
        <Result tone={stateTone[state].tone}>{stateTone[state].word}</Result>
        {stateReason && <span className="cap block whitespace-normal">{stateReason}</span>}
        {referencesWithdrawn > 0 && (
          <span className="cap block whitespace-normal text-fail">
            {counted(referencesWithdrawn, 'reference')} that it covers withdrawn since
          </span>
        )}
        {attachmentsWithdrawn > 0 && (
          <span className="cap block whitespace-normal text-fail">
            {counted(attachmentsWithdrawn, 'attachment')} that it covers withdrawn since
          </span>
        )}
      </>
    ),
    width: 150,
    phone: true,
  },
  {
    head: 'Meaning and comment',
    cell: ({ meaning, comment, condition }) => (
      <>
        {meaning}
        {condition && <ConditionText condition={condition} />}
        <span className="cap block whitespace-normal">{comment}</span>
      </>
    ),
  },
  {
    spare: true,
    head: 'Covers',
    cell: ({ revision, substance }) => (
      <>
        revision {revision}
        <span className="cap block">
          <Digest value={substance} what="signed substance digest" />
        </span>
      </>
    ),
    width: 176,
  },
  {
    head: 'Signature',
    cell: ({ signatureValid, assurance, signature }) => (
      <>
        <Result tone={signatureValid ? 'ok' : 'no'}>{signatureValid ? 'Verifies' : 'Does not verify'}</Result>
        <span className="cap block">
          <Digest value={signature} what="signature" /> {assuranceText(assurance)}
        </span>
      </>
    ),
    width: '18%',
  },
  { head: 'When', cell: ({ at }) => <When at={at} />, width: 168 },
  {
    spare: true,
    head: 'Entry',
    cell: ({ number }) => <EntryLink number={number} />,
    numeric: true,
    width: 60,
  },
  {
    head: 'Withdraw',
    headHidden: true,
    cell: (row) =>
      row.mine &&
      row.state === 'current' && (
        <CommandButton small reasons={row.mayWithdraw} onPress={() => withdraw(row)}>
          Withdraw
        </CommandButton>
      ),
    width: 110,
  },
];

export function SignOffsSection({ address }: { address: VersionAddress }) {
  const query = useQuery(signOffsQuery(address));
  const [withdrawing, setWithdrawing] = useState<SignOffRow | null>(null);
  const columns = columnsOf(setWithdrawing);
  return (
    <>
      <Section first title="Sign-offs" count={query.data?.length}>
        <Await query={query} loading={<TableLoading columns={columns} rows={3} roomy />}>
          {(rows) => (
            <Table
              label="Sign-offs"
              top
              rows={rows}
              keyOf={({ id }) => id}
              columns={columns}
              group={({ gate, environment, incident }) =>
                `${incident === null ? `${gateWord[gate]} gate` : `Expedited go-live, incident ${incident}`}${environment ? `, ${environment}` : ''}`
              }
              second={({ meaning, at }) => (
                <>
                  {meaning}, <When at={at} />
                </>
              )}
              empty={
                <Empty title="Nobody has signed this version.">
                  A sign-off is made at an open gate; a gate is asked for on the overview.
                </Empty>
              }
            />
          )}
        </Await>
        {withdrawing && <WithdrawSheet row={withdrawing} onClose={() => setWithdrawing(null)} />}
      </Section>
      <SuggestionSection address={address} />
    </>
  );
}
