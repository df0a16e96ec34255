import type { VersionAddress, VersionPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { Button, buttonClass, type Column, Section, Table } from '../../controls/index.ts';
import { deploymentRoleWord, gateWord } from '../../marks/index.ts';
import { deployNowWord } from './expedited-sheet.tsx';
import type { VersionSheet } from './search.ts';
import { useSheet } from './use-sheet.ts';

type Action = VersionPage['actions'][number];
type Command = Action['command'];

const commandWord: Record<Command, string> = {
  request: 'Ask for a gate',
  'withdraw-request': 'Withdraw the request',
  sign: 'Go to sign-off',
  'amend-substance': 'Amend metrics and data',
  'amend-presentation': 'Amend the release notes',
  'add-erratum': 'Add an erratum',
  deploy: 'Deploy',
  promote: 'Promote to champion',
  'deploy-expedited': 'Deploy on the expedited road',
  resume: 'Resume',
  stop: 'Stop',
  rollback: 'Roll back to this version',
  mark: 'Mark “do not use”',
  lift: 'Lift the mark',
  deprecate: 'Deprecate',
};

const sheetOf: Partial<Record<Command, VersionSheet>> = {
  request: 'request',
  'withdraw-request': 'withdraw',
  'add-erratum': 'erratum',
  deploy: 'deploy',
  promote: 'promote',
  resume: 'resume',
  stop: 'stop',
  rollback: 'rollback',
  mark: 'mark',
  lift: 'lift',
  deprecate: 'deprecate',
  'deploy-expedited': 'expedited',
};

const kindOf = (command: Command): 'main' | 'plain' | 'stop' =>
  command === 'mark' || command === 'stop' || command === 'deprecate' ? 'stop' : 'plain';

function wordOf({ command, gate, role, environment }: Action, { expedited }: VersionPage): string {
  if (command === 'request' && gate) return `Ask for ${gateWord[gate].toLowerCase()}`;
  if (command === 'deploy' && role) return `Deploy as ${deploymentRoleWord[role].toLowerCase()}`;
  if (command === 'deploy-expedited' && expedited?.environment === environment) {
    if (expedited?.state === 'signed') return deployNowWord;
    if (expedited?.state === 'open') return 'Expedited road, waits for its signature';
  }
  return commandWord[command];
}

/** Nothing to act on is not a button that may not be pressed. */
const nothingThere: ReadonlySet<string> = new Set([
  'NOT_DEPLOYED',
  'NEVER_CHAMPION',
  'NO_CHAMPION',
  'NOT_SUSPENDED',
  'NOTHING_TO_LIFT',
]);

const isRelevant = ({ command, role, reasons }: Action): boolean =>
  reasons.length === 0 ||
  (!reasons.some(({ code }) => nothingThere.has(code)) && !(command === 'deploy' && role !== 'champion'));

function ActionButton({
  action,
  address,
  page,
  whyId,
}: {
  action: Action;
  address: VersionAddress;
  page: VersionPage;
  whyId: string;
}) {
  const openSheet = useSheet();
  const word = wordOf(action, page);
  const may = action.reasons.length === 0;
  if (may && action.command === 'sign') {
    return (
      <Link
        className={buttonClass('plain', true)}
        to="/m/$model/v/$version/review"
        params={address}
        search={{ request: action.requestId }}
      >
        {word}
      </Link>
    );
  }
  if (may && action.command === 'amend-substance') {
    return (
      <Link
        className={buttonClass('plain', true)}
        to="/m/$model/v/$version"
        params={address}
        search={{ edit: 'substance' }}
      >
        {word}
      </Link>
    );
  }
  if (may && action.command === 'amend-presentation') {
    return (
      <Link
        className={buttonClass('plain', true)}
        to="/m/$model/v/$version"
        params={address}
        search={{ tab: 'release-notes', edit: 'notes' }}
      >
        {word}
      </Link>
    );
  }
  const { gate, environment, requestId: request, deploymentId: deployment, role } = action;
  return (
    <Button
      small
      kind={may ? kindOf(action.command) : 'plain'}
      off={!may}
      describedBy={may ? undefined : whyId}
      onClick={() =>
        openSheet({ sheet: sheetOf[action.command], gate, environment, request, deployment, role })
      }
    >
      {word}
    </Button>
  );
}

const whereOf = ({ gate, environment, requestId }: Action, { expedited }: VersionPage): string => {
  const isUrgent = requestId !== undefined && requestId === expedited?.requestId;
  const place = isUrgent ? 'expedited road' : gate && `${gateWord[gate].toLowerCase()} gate`;
  return [place, environment].filter(Boolean).join(', ');
};

const keyOf = ({ command, gate, environment, role, requestId, deploymentId }: Action): string =>
  [command, gate, environment, role, requestId, deploymentId].filter(Boolean).join('-');

const whyOf = (action: Action) => (
  <span id={`why-${keyOf(action)}`}>{action.reasons.map(({ message }) => message).join(' ')}</span>
);

function Actions({
  label,
  rows,
  address,
  page,
}: {
  label: string;
  rows: readonly Action[];
  address: VersionAddress;
  page: VersionPage;
}) {
  const columns: readonly Column<Action>[] = [
    {
      head: 'Command',
      cell: (action) => (
        <ActionButton action={action} address={address} page={page} whyId={`why-${keyOf(action)}`} />
      ),
      width: '28%',
    },
    { head: 'Where', cell: (action) => <span className="soft">{whereOf(action, page)}</span>, width: '22%' },
    ...(rows.some(({ reasons }) => reasons.length > 0)
      ? [
          {
            head: 'Why not now',
            cell: (action: Action) => <span className="soft">{whyOf(action)}</span>,
            phone: true,
          },
        ]
      : []),
  ];
  return (
    <Table
      label={label}
      roomy
      rows={rows}
      keyOf={keyOf}
      columns={columns}
      second={(action) => whereOf(action, page)}
    />
  );
}

/** What this person may do now, and folded away what not, each with the reasons of the shared machine. */
export function CommandTable({ address, page }: { address: VersionAddress; page: VersionPage }) {
  const actions = page.actions.filter(isRelevant);
  const may = actions.filter(({ reasons }) => reasons.length === 0);
  const mayNot = actions.filter(({ reasons }) => reasons.length > 0);
  return (
    <Section title="What you can do now" count={may.length}>
      <Actions label="What you can do now" rows={may} address={address} page={page} />
      {mayNot.length > 0 && (
        <details className="fold">
          <summary>Not now, and why: {mayNot.length}</summary>
          <Actions label="Not now, and why" rows={mayNot} address={address} page={page} />
        </details>
      )}
    </Section>
  );
}
