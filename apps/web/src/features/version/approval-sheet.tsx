import type { GoalProposal, VersionAddress, VersionPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Await, Dialog } from '../../controls/index.ts';
import {
  type GoalDraft,
  GoalFields,
  goalProblems,
  goalProposalQuery,
  startFrom,
  statedGoal,
} from '../goal/index.ts';
import { RequestSheet } from './request-sheet.tsx';

interface SheetProps {
  address: VersionAddress;
  page: VersionPage;
  onClose: () => void;
}

function startText({ earlier }: GoalProposal, { thresholds }: GoalDraft): string {
  if (earlier) return `Begins with what was approved for ${earlier.version}.`;
  return thresholds.length > 0
    ? 'Begins with what the version claims of itself; state what it must keep.'
    : '';
}

function Form({ address, page, proposal, onClose }: SheetProps & { proposal: GoalProposal }) {
  const [start] = useState(() => startFrom(page.metrics, proposal));
  const [draft, setDraft] = useState(start);
  return (
    <RequestSheet
      address={address}
      page={page}
      gate="approval"
      environment={undefined}
      stated={statedGoal(draft, proposal)}
      owed={goalProblems(draft, proposal)}
      onClose={onClose}
    >
      <p className="soft text-13">{startText(proposal, start)}</p>
      <GoalFields draft={draft} change={setDraft} metrics={page.metrics} lastDay={start.until} />
    </RequestSheet>
  );
}

/** Asking for approval: what for, held to what, until when. Begins with what was approved before. */
export function ApprovalSheet({ address, page, onClose }: SheetProps) {
  const query = useQuery({ ...goalProposalQuery(address), staleTime: Number.POSITIVE_INFINITY });
  // A form that is being filled in does not begin anew when the page is read again.
  return query.data ? (
    <Form address={address} page={page} proposal={query.data} onClose={onClose} />
  ) : (
    <Dialog title="Ask for approval" onClose={onClose}>
      <Await query={query} loading={<div className="min-h-[320px]" aria-busy="true" />}>
        {() => null}
      </Await>
    </Dialog>
  );
}
