import type { PageOf, VersionPage, VersionRow } from '@countersign/contracts';
import { rail } from '@countersign/lifecycle';
import { type Connection, part } from './connection.ts';
import type { Printer } from './printer.ts';

/** Where a version stands, or all versions of a model. */
export async function status(
  connection: Connection,
  model: string,
  version: string | undefined,
  printer: Printer,
): Promise<void> {
  if (version === undefined) return listVersions(connection, model, printer);
  const path = `/models/${part(model)}/versions/${part(version)}`;
  const page = await connection.json<VersionPage>({ method: 'GET', path });
  printer.result(page, () => [
    line(page.version),
    ...page.gates.map(
      ({ gate, environment, state, signed, needed }) =>
        `  ${gate}${environment ? ` in ${environment}` : ''}: ${state}, ${signed} of ${needed} signed`,
    ),
    ...page.version.serving.map(({ environment, role, state }) => `  ${state} as ${role} in ${environment}`),
    ...(page.mark && page.mark.liftedAt === null ? [`  ${page.mark.standing}: ${page.mark.reason}`] : []),
  ]);
}

async function listVersions(connection: Connection, model: string, printer: Printer): Promise<void> {
  const rows: VersionRow[] = [];
  let after: string | null = null;
  do {
    const query: string = after ? `&after=${part(after)}` : '';
    const page: PageOf<VersionRow> = await connection.json({
      method: 'GET',
      path: `/models/${part(model)}/versions?limit=200${query}`,
    });
    rows.push(...page.items);
    after = page.next;
  } while (after);
  printer.result(rows, () => rows.map(line));
}

function line(row: VersionRow): string {
  const { text } = rail({
    stage: row.stage,
    earned: row.earned,
    standing: row.standing,
    openGate: row.openGate?.gate ?? null,
  });
  const marks = [
    row.standing === 'usable' ? '' : row.standing,
    row.overdue ? 'overdue' : '',
    row.asFound ? 'as found' : '',
  ].filter(Boolean);
  return `${text}  ${row.model.key} ${row.label}  ${[row.stage, ...marks].join(', ')}`;
}
