import type { VersionAddress, VersionPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { buttonClass, type Column, CommandButton, Section, Table } from '../../controls/index.ts';
import { deploymentRoleWord, gateWord } from '../../marks/index.ts';
import type { VersionSheet } from './search.ts';
import { useSheet } from './use-sheet.ts';

type Action = VersionPage['actions'][number];
type Command = Action['command'];

const commandWord: Record<Command, string> = {
  request: 'Ask for a gate',
  'withdraw-request': 'Withdraw the request',
  sign: 'Go to sign-off',
  'amend-substance': 'Amend the substance',
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
};

const kindOf = (command: Command): 'main' | 'plain' | 'stop' =>
  command === 'mark' || command === 'stop' || command === 'deprecate' ? 'stop' : 'plain';

/** Done by the interface alone: the substance is amended where it is made, and the expedited road is for pipelines. */
const elsewhere: ReadonlySet<Command> = new Set<Command>(['amend-substance', 'deploy-expedited']);

const wordOf = ({ command, gate, role }: Action): string =>
  command === 'request' && gate
    ? `Ask for ${gateWord[gate].toLowerCase()}`
    : command === 'deploy' && role
      ? `Deploy as ${deploymentRoleWord[role].toLowerCase()}`
      : commandWord[command];

function ActionButton({ action, address }: { action: Action; address: VersionAddress }) {
  const openSheet = useSheet();
  const word = wordOf(action);
  if (action.reasons.length === 0 && action.command === 'sign') {
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
  if (action.reasons.length === 0 && action.command === 'amend-presentation') {
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
  return (
    <CommandButton
      small
      kind={kindOf(action.command)}
      reasons={action.reasons}
      onPress={() =>
        openSheet({
          sheet: sheetOf[action.command],
          gate: action.gate,
          environment: action.environment,
          request: action.requestId,
          deployment: action.deploymentId,
          role: action.role,
        })
      }
    >
      {word}
    </CommandButton>
  );
}

/** Every command of the shared machine, and beside each one that may not be pressed the machine's reasons. */
export function CommandTable({ address, page }: { address: VersionAddress; page: VersionPage }) {
  const actions = page.actions.filter(({ command }) => !elsewhere.has(command));
  const may = actions.filter(({ reasons }) => reasons.length === 0);
  const rows = [...may, ...actions.filter(({ reasons }) => reasons.length > 0)];
  const columns: readonly Column<Action>[] = [
    { head: 'Command', cell: (action) => <ActionButton action={action} address={address} /> },
    {
      head: 'Where',
      cell: ({ gate, environment }) => (
        <span className="soft">
          {[gate && `${gateWord[gate].toLowerCase()} gate`, environment].filter(Boolean).join(', ')}
        </span>
      ),
      width: '34%',
      phone: true,
    },
  ];
  return (
    <Section title="What can be done" count={`${may.length} of ${actions.length} by you now`}>
      <Table
        label="What can be done"
        roomy
        rows={rows}
        keyOf={({ command, gate, environment, role, requestId, deploymentId }) =>
          [command, gate, environment, role, requestId, deploymentId].join('/')
        }
        columns={columns}
        group={({ reasons }) => (reasons.length === 0 ? 'You may' : 'Not now, and why')}
      />
    </Section>
  );
}
