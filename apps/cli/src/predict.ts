import { readFileSync } from 'node:fs';
import type { Answer, Invocation } from '@countersign/contracts';
import { usageFailure } from './command-failure.ts';
import { type Connection, part } from './connection.ts';
import type { Printer } from './printer.ts';

export interface Asked {
  readonly model: string;
  readonly environment: string;
  /** A file of JSON; `-` for standard input. */
  readonly inputs: string;
  readonly consumer?: string | undefined;
  /** Of a single row; more rows name theirs in the file. */
  readonly callerId?: string | undefined;
  readonly businessReference?: string | undefined;
  /** A file whose first line says whom the row is about: what stands in a command line others can read. */
  readonly subjectFile?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Asks the champion of an environment for one answer or many. */
export async function predict(connection: Connection, asked: Asked, printer: Printer): Promise<void> {
  const invocation = {
    ...readInvocation(asked.inputs),
    ...(asked.consumer ? { consumer: asked.consumer } : {}),
    ...(asked.callerId ? { callerIds: [asked.callerId] } : {}),
    ...(asked.businessReference ? { businessReferences: [asked.businessReference] } : {}),
    ...(asked.subjectFile ? { subjects: [readSubject(asked.subjectFile)] } : {}),
  };
  const answer = await connection.json<Answer>({
    method: 'POST',
    path: `/models/${part(asked.model)}/invocations?environment=${part(asked.environment)}`,
    json: invocation,
    headers: { 'idempotency-key': asked.idempotencyKey ?? crypto.randomUUID() },
  });
  printer.result(answer, () => [
    `${answer.model} ${answer.version} in ${answer.environment}${answer.answeredBy === 'fallback' ? ' (fallback)' : ''}`,
    ...answer.predictions.map(
      ({ id, outputs, decision }) => `${id}  ${JSON.stringify(outputs)}${decision ? `  ${decision}` : ''}`,
    ),
    ...(answer.warnings ?? []).map(({ row, field, message }) => `Row ${row}, ${field}: ${message}`),
  ]);
}

/** A row, a list of rows, or the whole body as the API takes it. */
function readInvocation(source: string): Invocation {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(source === '-' ? 0 : source, 'utf8'));
  } catch (error) {
    throw usageFailure(`The inputs cannot be read: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null)
    throw usageFailure('The inputs are a JSON object or a list of them.');
  const isWhole = !Array.isArray(value) && ('inputs' in value || 'dataframe_split' in value);
  return (isWhole ? value : { inputs: value }) as Invocation;
}

function readSubject(file: string): string {
  try {
    const [line] = readFileSync(file, 'utf8').split(/\r?\n/);
    if (line?.trim()) return line.trim();
  } catch (error) {
    throw usageFailure(`The subject cannot be read: ${(error as Error).message}`);
  }
  throw usageFailure(`The first line of ${file} is empty: it says whom the row is about.`);
}
