import { type ApprovalCondition, Refusal, type Sign } from '@countersign/contracts';
import type { RequestState } from '@countersign/lifecycle';
import type { Tx } from '../change.ts';
import type { LoadedVersion, VersionRecord } from '../lifecycle/load-version.ts';
import type { VersionEvent } from '../lifecycle/move-version.ts';
import { parseInstant } from '../parse-instant.ts';

const badCondition = (sentence: string) => new Refusal('BAD_INPUT', sentence, { field: 'condition' });

/**
 * The condition in the form in which it is signed: days in UTC, findings in the order of their ids.
 * @throws Refusal BAD_INPUT where it says nothing, widens what was asked for, or is about findings that are none
 */
export async function checkedCondition(
  tx: Tx,
  { row }: LoadedVersion,
  request: RequestState,
  { condition, decision }: Pick<Sign, 'condition' | 'decision'>,
): Promise<ApprovalCondition | undefined> {
  if (condition === undefined) return undefined;
  if (decision !== 'endorse' || request.gate !== 'approval')
    throw badCondition('A condition comes with an endorsement at approval.');
  const day = (text: string): string => {
    const instant = parseInstant(text, 'condition');
    const isLate = request.until != null && instant > new Date(request.until);
    if (instant <= tx.at || isLate)
      throw badCondition(
        'The days of a condition lie ahead, and before the day that approval is asked until.',
      );
    return instant.toISOString();
  };
  const until = condition.until === null ? null : day(condition.until);
  const findings = condition.findings
    .map(({ findingId, closeBy }) => ({ findingId, closeBy: day(closeBy) }))
    .sort((a, b) => (a.findingId < b.findingId ? -1 : 1));
  if (until === null && findings.length === 0 && condition.uses === null)
    throw badCondition('A condition says something: a day, uses, or a finding that has to close.');
  await refuseOtherFindings(
    tx,
    row,
    findings.map(({ findingId }) => findingId),
  );
  await refuseOtherUses(tx, request.id, condition.uses);
  return { uses: condition.uses, until, findings };
}

async function refuseOtherFindings(tx: Tx, row: VersionRecord, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await tx.query(
    `SELECT FROM finding WHERE id = ANY ($1) AND model_id = $2 AND state <> 'closed' FOR SHARE`,
    [ids, row.model_id],
  );
  if (found.rowCount !== new Set(ids).size || found.rowCount !== ids.length)
    throw badCondition('A condition names open findings of this model, each once.');
}

async function refuseOtherUses(tx: Tx, requestId: string, uses: readonly string[] | null): Promise<void> {
  if (uses === null) return;
  const asked = await tx.query<{ uses: string[] }>(
    `SELECT body->'uses' AS uses FROM goal WHERE request_id = $1`,
    [requestId],
  );
  const stated = asked.rows[0]?.uses ?? [];
  if (uses.length === 0 || uses.some((use) => !stated.includes(use)))
    throw badCondition('A condition leaves some of the uses that approval is asked for, and adds none.');
}

/** Writes a condition beside the sign-off that it was signed with. */
export async function writeCondition(
  tx: Tx,
  { row }: LoadedVersion,
  signOffId: string,
  condition: ApprovalCondition | undefined,
): Promise<VersionEvent[]> {
  if (condition === undefined) return [];
  await tx.query('INSERT INTO sign_off_condition (sign_off_id, body, until) VALUES ($1, $2, $3)', [
    signOffId,
    JSON.stringify(condition),
    condition.until,
  ]);
  await tx.query(
    `INSERT INTO condition_finding (sign_off_id, finding_id, version_id, close_by)
     SELECT $1, f.id, $2, f.close_by FROM unnest($3::uuid[], $4::timestamptz[]) AS f (id, close_by)`,
    [
      signOffId,
      row.id,
      condition.findings.map(({ findingId }) => findingId),
      condition.findings.map(({ closeBy }) => closeBy),
    ],
  );
  return [
    {
      event: 'version.condition-signed',
      data: {
        signOff: signOffId,
        until: condition.until,
        findings: condition.findings.map(({ findingId, closeBy }) => ({ finding: findingId, closeBy })),
      },
    },
  ];
}
