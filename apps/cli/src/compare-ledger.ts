import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ComparisonLine, RebuiltThing, StateComparison, StateDifference } from '@countersign/contracts';
import { CommandFailure } from './command-failure.ts';
import type { Connection } from './connection.ts';
import type { Printer } from './printer.ts';

/**
 * Lets the portal derive its state from the entries alone and compare it with its tables. Returns whether both say the same.
 * @throws CommandFailure with 2 wherever that was not found out: refused, not reachable, or cut off on the way
 */
export async function compareLedger(connection: Connection, printer: Printer): Promise<boolean> {
  const result = await ask(connection, printer).catch((error: unknown) => {
    if (error instanceof CommandFailure) throw new CommandFailure(2, error.message);
    throw new CommandFailure(
      2,
      `The comparison broke off: ${error instanceof Error ? error.message : error}`,
    );
  });
  printer.result(result, () => report(result));
  return result.differs === 0;
}

async function ask(connection: Connection, printer: Printer): Promise<StateComparison> {
  const reply = await connection.send({ method: 'GET', path: '/ledger/comparison' });
  let told = 0;
  for await (const text of createInterface({ input: Readable.fromWeb(reply.body!) })) {
    const line = JSON.parse(text) as ComparisonLine;
    if ('result' in line) return line.result;
    if ('error' in line) throw new CommandFailure(2, `Refused (${line.error.code}): ${line.error.message}`);
    const tenth = line.of === 0 ? 10 : Math.floor((10 * line.done) / line.of);
    if (tenth > told && tenth < 10) printer.progress(`${tenth}0 % of ${count(line.of)} entries read`);
    told = Math.max(told, tenth);
  }
  throw new CommandFailure(2, 'The comparison broke off before its result.');
}

const count = (number: number): string => number.toLocaleString('en');

const plurals: Readonly<Record<RebuiltThing, string>> = {
  ledger: 'checkpoints',
  entry: 'entries',
  person: 'people',
  role: 'roles held',
  environment: 'environments',
  policy: 'policies',
  model: 'models',
  version: 'versions',
  request: 'requests',
  'sign-off': 'sign-offs',
  deployment: 'deployments',
};

function report(result: StateComparison): string[] {
  const { at, size, waiting, compared, untold, differs, differences } = result;
  const kinds = Object.entries(compared).filter(([what]) => what !== 'entry' && what !== 'ledger');
  return [
    `Entries read    ${count(size)}${waiting ? `, and ${count(waiting)} that wait for a number` : ''}, as of ${at}`,
    `State compared  ${kinds.map(([what, number]) => `${count(number)} ${plurals[what as RebuiltThing]}`).join(', ') || 'nothing yet'}`,
    ...(compared.ledger ? ['Checkpoint      the latest one was held against the entries too'] : []),
    ...(untold
      ? [`Not told        ${count(untold)} facts, by entries of an earlier program; they were not compared`]
      : []),
    differs === 0
      ? 'Result          the same: entries and tables tell one state'
      : `Result          ${count(differs)} ${differs === 1 ? 'difference' : 'differences'}`,
    ...(differs === 0 ? [] : ['', ...table(differences)]),
    ...(differs > differences.length ? [`… and ${count(differs - differences.length)} more`] : []),
  ];
}

const head = ['what', 'about', 'fact', 'entries say', 'tables say', 'entry', 'id'] as const;

/** Digests are told by their first twelve characters. */
const shown = (value: string | null): string =>
  value === null ? '-' : /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value;

function table(differences: readonly StateDifference[]): string[] {
  const rows = differences.map(({ what, name, field, entries, tables, number, id }) => [
    what,
    name || '-',
    field,
    shown(entries),
    shown(tables),
    number === null ? '-' : String(number),
    id,
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)];
}
