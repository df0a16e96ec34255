import {
  type Actor,
  afterLapse,
  can,
  given,
  isOverdue,
  next,
  type ReasonCode,
  type Role,
  roles,
  type VersionState,
  whyNot,
  whyNotMandate,
} from '../src/index.ts';
import { type Column, columns, stateIn } from './column.ts';
import { type Row, rows } from './row.ts';
import { spoilers } from './spoiler.ts';
import { anybody, deployment, now, past, session, version } from './version-fixture.ts';

export interface Cell {
  /** Roles that suffice alone where nothing speaks against it; empty if the state forbids it to everybody. */
  readonly by: readonly Role[];
  /** What can refuse it, in the order of the checks. */
  readonly refusals: readonly ReasonCode[];
  /** What it does to the version's place, in words; empty if nothing. */
  readonly effect: string;
}

const subject = (row: Row, column: Column): VersionState => {
  const state = stateIn[column]();
  return row.prepare?.(state, column) ?? state;
};

/**
 * The state as it is, and under each circumstance and each two, one after the other. A circumstance that changes nothing
 * is not taken first: what follows it alone is told already.
 */
function* spoilt(state: VersionState): Generator<VersionState> {
  const all = Object.values(spoilers);
  const untouched = JSON.stringify(state);
  yield state;
  for (const first of all) {
    const once = first(state);
    if (JSON.stringify(once) === untouched) continue;
    yield once;
    for (const second of all) if (second !== first) yield second(once);
  }
}

const codesFor = (state: VersionState, row: Row, actor: Actor = anybody): ReasonCode[] =>
  whyNot(state, row.command, actor, now).map(({ code }) => code);

/** Puts codes in an order that agrees with every list in which they were seen together. */
export function inOrder(lists: readonly (readonly ReasonCode[])[]): ReasonCode[] {
  const before = new Map<ReasonCode, Set<ReasonCode>>();
  for (const list of lists) {
    for (const [index, code] of list.entries()) {
      const earlier = before.get(code) ?? new Set();
      for (const other of list.slice(0, index)) earlier.add(other);
      before.set(code, earlier);
    }
  }
  const ordered: ReasonCode[] = [];
  while (ordered.length < before.size) {
    const ready = [...before].find(
      ([code, earlier]) => !ordered.includes(code) && [...earlier].every((other) => ordered.includes(other)),
    );
    if (ready === undefined) throw new Error('whyNot tells its reasons in no fixed order');
    ordered.push(ready[0]);
  }
  return ordered;
}

function effectOf(row: Row, state: VersionState): string {
  const after = next(state, given(row.command, anybody, now, { id: 'made', digest: 'd2' }));
  const effects: string[] = [];
  if (after.earned !== state.earned) effects.push(`${state.earned} -> ${after.earned}`);
  if (after.stage !== state.stage && after.stage !== after.earned) effects.push(`-> ${after.stage}`);
  if (after.standing !== state.standing) effects.push(`-> ${after.standing}`);
  if (row.command.type === 'deprecate' && state.deployments.length > 0 && after.deployments.length === 0) {
    effects.push('ends all deployments');
  }
  return effects.join(', ');
}

export function cellOf(row: Row, column: Column): Cell {
  const state = subject(row, column);
  const base = codesFor(state, row);
  if (base.length > 0) return { by: [], refusals: base, effect: '' };
  const lists = [...spoilt(state)].map((under) => codesFor(under, row));
  return {
    by: roles.filter((role) => can(state, row.command, session(anybody.personId, role), now)),
    refusals: inOrder(lists),
    effect: effectOf(row, state),
  };
}

/** Cells that the state forbids to everybody stay forbidden whatever else is true of the version. */
export const isForbiddenThroughout = (row: Row, column: Column): boolean =>
  [...spoilt(subject(row, column))].every((under) => codesFor(under, row).length > 0);

let known: ReadonlyMap<string, Record<Column, Cell>> | undefined;

/** Made once: it takes seconds, and nothing in it changes. */
export const cells = (): ReadonlyMap<string, Record<Column, Cell>> => {
  known ??= new Map(
    rows.map((row) => [
      row.name,
      Object.fromEntries(columns.map((column) => [column, cellOf(row, column)])) as Record<Column, Cell>,
    ]),
  );
  return known;
};

/** What happens by itself, column by column. */
export const systemRows: Readonly<Record<string, (column: Column) => string>> = {
  '72 h lapse': (column) => {
    const state = stateIn[column]();
    const expedited = state.deployments.map(
      (made) => ({ ...made, ground: 'expedited', lapsesAt: past }) as const,
    );
    const { stage, deployments } = afterLapse({ ...state, deployments: expedited }, now);
    if (expedited.length === 0) return '.';
    return deployments.some(({ state: to }) => to === 'ended') ? `-> ${stage}` : '-> ordinary';
  },
  expiry: (column) => {
    const state = stateIn[column]();
    if (state.stage === 'deprecated') return '.';
    if (state.approvalEndsAt !== null)
      return isOverdue({ ...state, approvalEndsAt: past }, now) ? 'overdue' : '.';
    if (column !== 'D*R') return '.';
    const found = version({
      asFound: true,
      approvalEndsAt: past,
      deployments: [deployment('production', { ground: 'as-found' })],
    });
    return isOverdue(found, now) ? 'overdue if as-found' : '.';
  },
  'mandate use': (column) => {
    const state = stateIn[column]();
    const codes = [...spoilt(state)].map((under) => whyNotMandate(under, ['uses']).map(({ code }) => code));
    return whyNotMandate(state, []).length > 0 ? '.' : inOrder(codes).join(' > ');
  },
};

const line = (column: Column, { by, refusals, effect }: Cell): string => {
  const who = by.length > 0 ? by.join(', ') : 'nobody';
  const unless = refusals.length > 0 ? refusals.join(' > ') : '-';
  return `  ${column.padEnd(4)}${who.padEnd(64)} ${unless}${effect && `   [${effect}]`}`;
};

/** The whole table as text: state × command × role, with what can refuse it, first refusal first. */
export function tableText(): string {
  const heading = [
    'Who may do what with a version, in which stage. Generated from whyNot; `vitest run -u` writes it anew.',
    'Columns: stage; the roles of which one suffices, if nothing refuses; the possible refusals in the order of the checks.',
    'R registered, V reviewed, P approved, D deployed, D*R and D*V deployed while only that is earned, X deprecated.',
    'Gates as in the built-in policy of the moderate tier.',
  ];
  const commands = [...cells()].flatMap(([name, row]) => [
    '',
    name,
    ...columns.map((column) => line(column, row[column])),
  ]);
  const system = Object.entries(systemRows).flatMap(([name, cell]) => [
    '',
    `${name} (system)`,
    ...columns.map((column) => `  ${column.padEnd(4)}${cell(column)}`),
  ]);
  return `${[...heading, ...commands, ...system].join('\n')}\n`;
}
