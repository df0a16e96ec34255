import type { EnvironmentBoard, VersionPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { type Column, CommandButton, Empty, Section, Table } from '../../controls/index.ts';
import {
  deploymentRoleWord,
  ExpeditedMark,
  groundWord,
  Result,
  StageTag,
  StandingTag,
  shareText,
  When,
} from '../../marks/index.ts';
import { type BoardRow, boardRows } from './board-rows.ts';
import type { DeploymentCommand } from './commands.ts';

export interface BoardCommand {
  command: DeploymentCommand;
  version: string;
  environment: string;
  deployment?: string;
}
type Run = (command: BoardCommand) => void;

/** What a serving version's own buttons may do here, from the machine. */
function useReasons(model: string, version: string, environment: string) {
  const query = useQuery({
    queryKey: ['version', 'read', { model, version }],
    queryFn: () => api.version.read.query({ model, version }),
  });
  return (command: VersionPage['actions'][number]['command']) =>
    query.data?.actions.find((found) => found.command === command && found.environment === environment)
      ?.reasons ?? [];
}

function LiveButtons({ model, row, run }: { model: string; row: BoardRow & { live: object }; run: Run }) {
  const { live, label } = row as BoardRow & { live: NonNullable<BoardRow['live']> };
  const reasons = useReasons(model, label, live.environment);
  const there = { version: label, environment: live.environment };
  return (
    <span className="inline-flex flex-wrap gap-2">
      {live.state === 'suspended' && (
        <CommandButton
          small
          reasons={reasons('resume')}
          onPress={() => run({ command: 'resume', ...there, deployment: live.id })}
        >
          Resume
        </CommandButton>
      )}
      {live.role === 'challenger' && live.state === 'serving' && (
        <CommandButton
          small
          reasons={reasons('promote')}
          onPress={() => run({ command: 'promote', ...there })}
        >
          Promote
        </CommandButton>
      )}
      <CommandButton
        small
        kind="stop"
        reasons={reasons('stop')}
        onPress={() => run({ command: 'stop', ...there })}
      >
        Stop
      </CommandButton>
    </span>
  );
}

function CandidateButtons({ row, environment, run }: { row: BoardRow; environment: string; run: Run }) {
  if (!row.candidate) return null;
  const there = { version: row.label, environment };
  const { rollback, deploy } = row.candidate;
  return (
    <span className="inline-flex flex-wrap gap-2">
      {rollback !== null && (
        <CommandButton small reasons={rollback} onPress={() => run({ command: 'rollback', ...there })}>
          Roll back
        </CommandButton>
      )}
      <CommandButton small reasons={deploy} onPress={() => run({ command: 'deploy', ...there })}>
        Deploy
      </CommandButton>
    </span>
  );
}

function Serving({ row }: { row: BoardRow }) {
  const { live } = row;
  if (!live) {
    return row.candidate?.rollback ? (
      <span className="soft">served here before</span>
    ) : (
      <span className="muted">not here</span>
    );
  }
  const share = live.role === 'shadow' ? '' : `, ${shareText(live.share)}`;
  return (
    <>
      {live.state === 'suspended' ? (
        <Result tone="no">{deploymentRoleWord[live.role]}, suspended</Result>
      ) : (
        <Result tone="ok">
          {deploymentRoleWord[live.role]}
          {share}
        </Result>
      )}
      <span className="cap block">
        since <When at={live.at} />, {live.by.name}
        {live.incident
          ? `, incident ${live.incident}`
          : live.ground !== 'expedited' && `, ${groundWord[live.ground].toLowerCase()}`}
      </span>
      {live.ground === 'expedited' && (
        <span className="cap block whitespace-normal">
          <ExpeditedMark row={live} />
        </span>
      )}
    </>
  );
}

function columnsOf(model: string, environment: string, run: Run): readonly Column<BoardRow>[] {
  return [
    {
      head: 'Version',
      cell: ({ label }) => (
        <Link className="quiet" to="/m/$model/v/$version" params={{ model, version: label }}>
          <b>{label}</b>
        </Link>
      ),
      width: '14%',
    },
    {
      head: 'Stage',
      cell: ({ live, candidate }) => {
        const stage = live?.version.stage ?? candidate?.stage;
        return stage && <StageTag stage={stage} />;
      },
      width: 124,
    },
    {
      head: 'Standing',
      cell: ({ live, candidate }) => {
        const standing = live?.version.standing ?? candidate?.standing;
        return standing && <StandingTag standing={standing} />;
      },
      width: 120,
    },
    { head: 'Here', cell: (row) => <Serving row={row} />, width: '30%' },
    {
      head: 'Commands',
      cell: (row) =>
        row.live ? (
          <LiveButtons model={model} row={{ ...row, live: row.live }} run={run} />
        ) : (
          <CandidateButtons row={row} environment={environment} run={run} />
        ),
      phone: true,
    },
  ];
}

/** One model in one environment: what serves, what could, and why not. */
export function Board({ model, board, run }: { model: string; board: EnvironmentBoard; run: Run }) {
  const { environment, deployments } = board;
  const rows = boardRows(board);
  const ended = deployments.filter(({ state }) => state === 'ended');
  const last = ended[0];
  return (
    <Section
      title={`${model} in ${environment.key}`}
      count={
        environment.production
          ? 'answers reach consumers'
          : `not production, takes versions from ${environment.requiredStage} on`
      }
      right={
        last?.endedAt && (
          <span>
            before: {last.version.label} until <When at={last.endedAt} />
          </span>
        )
      }
    >
      <Table
        label={`${model} in ${environment.key}`}
        roomy
        rows={rows}
        keyOf={({ label }) => label}
        columns={columnsOf(model, environment.key, run)}
        second={(row) => <Serving row={row} />}
        empty={
          <Empty title="No version could serve here.">
            Register a version of {model} and bring it through its gates.
          </Empty>
        }
      />
    </Section>
  );
}
