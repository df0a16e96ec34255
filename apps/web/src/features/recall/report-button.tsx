import { useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote } from '../../controls/index.ts';
import { useMe } from '../session/index.ts';

/** The whole of a recall as PDF, CSV, JSON and evidence pack: so far, or after its end. */
export function ReportButton({ recallId, closed }: { recallId: string; closed: boolean }) {
  const navigate = useNavigate();
  const zone = useMe().preferences.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const make = useCommand(
    () => api.report.request.mutate({ kind: 'recall', recall: recallId, zone }),
    () => void navigate({ to: '/reports' }),
  );
  return (
    <>
      <Button kind={closed ? 'main' : 'plain'} busy={make.isPending} onClick={() => make.mutate()}>
        {closed ? 'Closure report' : 'Report so far'}
      </Button>
      {make.error && <ProblemNote title="No report is made" problem={problemOf(make.error)} />}
    </>
  );
}
