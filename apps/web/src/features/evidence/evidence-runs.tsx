import type { EvidenceRun, VersionAddress } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote } from '../../controls/index.ts';
import { countText, evidenceKindWord, Result } from '../../marks/index.ts';

const kinds = ['golden-set-parity', 'robustness-run', 'prior-agreement', 'claim-check'] as const;
type RunKind = (typeof kinds)[number];
const verb: Record<RunKind, string> = {
  'golden-set-parity': 'Run the golden set again',
  'robustness-run': 'Run the robustness cases again',
  'prior-agreement': 'Measure agreement with the version before',
  'claim-check': 'Check the claims of the notes',
};

function Progress({ run }: { run: EvidenceRun }) {
  if (run.state === 'failed') {
    return (
      <p>
        <Result tone="no">{evidenceKindWord[run.kind]} did not finish</Result>
        {run.error && <span className="soft">: {run.error}</span>}
      </p>
    );
  }
  return (
    <div className="grid gap-1 max-w-[480px]" role="status">
      <span className="text-13">
        {evidenceKindWord[run.kind]},{' '}
        {run.state === 'queued'
          ? 'waiting for its turn'
          : `${countText(run.done)} of ${countText(run.total)}`}
      </span>
      <progress
        className="progress"
        aria-label={`${evidenceKindWord[run.kind]}, progress`}
        max={Math.max(run.total, 1)}
        value={run.done}
      />
    </div>
  );
}

/** The newest run of each kind, where it goes on or failed; and the buttons that start one. */
export function EvidenceRuns({
  address,
  runs,
  mayRun,
}: {
  address: VersionAddress;
  runs: readonly EvidenceRun[];
  mayRun: boolean;
}) {
  const start = useCommand((kind: RunKind) => api.evidence.run.mutate({ ...address, kind }));
  const newest = kinds.flatMap((kind) => {
    const ofKind = runs.filter((run) => run.kind === kind).sort((a, b) => b.at.localeCompare(a.at));
    return ofKind[0] && ofKind[0].state !== 'done' ? [ofKind[0]] : [];
  });
  const isBusy = (kind: RunKind) =>
    newest.some((run) => run.kind === kind && (run.state === 'queued' || run.state === 'running'));
  return (
    <div className="grid gap-3 pt-3">
      {newest.map((run) => (
        <Progress key={run.id} run={run} />
      ))}
      {mayRun && (
        <div className="flex flex-wrap gap-2">
          {kinds.map((kind) => (
            <Button
              key={kind}
              small
              busy={isBusy(kind) || (start.isPending && start.variables === kind)}
              onClick={() => start.mutate(kind)}
            >
              {verb[kind]}
            </Button>
          ))}
        </div>
      )}
      {start.error && <ProblemNote title="The run was not started" problem={problemOf(start.error)} />}
    </div>
  );
}
