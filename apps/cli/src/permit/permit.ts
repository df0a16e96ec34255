import type { PermitIssued, SignedStatement } from '@countersign/contracts';
import type { Arguments } from '../arguments.ts';
import { connect } from '../arguments.ts';
import { CommandFailure, usageFailure } from '../command-failure.ts';
import type { Connection } from '../connection.ts';
import type { Printer } from '../printer.ts';
import { artifactGiven } from './artifact-given.ts';
import { verifyGiven } from './verify-given.ts';

const usage = 'countersign permit takes get MODEL VERSION, verify PERMIT.json, or revocations.';

/**
 * Permits to start deployments: `get` and `revocations` ask the portal, `verify` asks nobody.
 * @returns 0 done or good, 1 refused @throws CommandFailure
 */
export async function permit(
  given: Arguments,
  environment: NodeJS.ProcessEnv,
  printer: Printer,
): Promise<0 | 1> {
  const [act, ...rest] = given.operands;
  if (act === 'verify' && rest.length === 1) return verifyGiven(rest[0]!, given.values, printer);
  if (act === 'get' && rest.length === 2) {
    const [model, version] = rest as [string, string];
    await getPermit(connect(given, environment), { model, version, values: given.values }, printer);
    return 0;
  }
  if (act === 'revocations' && rest.length === 0) {
    const list = await connect(given, environment).json<SignedStatement>({
      method: 'GET',
      path: '/revocations',
    });
    printer.line(JSON.stringify(list));
    return 0;
  }
  throw usageFailure(usage);
}

interface Asked {
  readonly model: string;
  readonly version: string;
  readonly values: Arguments['values'];
}

/** The permit alone goes to standard output, as a pipeline keeps it. A refusal is 1, and a sentence. */
async function getPermit(
  connection: Connection,
  { model, version, values }: Asked,
  printer: Printer,
): Promise<void> {
  const { environment = 'production', 'idempotency-key': key } = values;
  const artifact = await artifactGiven(values);
  const issued = await connection.json<PermitIssued>({
    method: 'POST',
    path: '/permits',
    json: { model, version, environment, ...(artifact && { artifact }) },
    ...(key && { headers: { 'idempotency-key': key } }),
  });
  if (!issued.permit) throw new CommandFailure(2, 'The portal gave no permit.');
  printer.line(JSON.stringify(issued.permit));
  printer.progress(`${model} ${version} may be started in ${environment} until ${issued.expiresAt}.`);
}
