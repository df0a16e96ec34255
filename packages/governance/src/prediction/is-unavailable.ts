import { Refusal } from '@countersign/contracts';

/** Connection failures of the operating system, and PostgreSQL's classes 08 and 57P: going down, starting, out of slots. */
const codes =
  /^(?:E(?:CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOTFOUND)|08...|57P0[1-5]|53300)$/;
const messages =
  /connection terminated|timeout exceeded when trying to connect|connection error|connection ended/i;

/** Whether an error says that the database cannot be reached, rather than that it refused something. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof Refusal) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && codes.test(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  return messages.test(error.message);
}

/** @throws Refusal DATABASE_UNAVAILABLE in the place of a lost connection */
export async function unlessUnavailable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new Refusal(
      'DATABASE_UNAVAILABLE',
      'The database cannot be reached; no answer is given that is not recorded.',
    );
  }
}
