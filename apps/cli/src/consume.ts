import { readFile, stat } from 'node:fs/promises';
import type { ConsumerDeclared } from '@countersign/contracts';
import { CommandFailure } from './command-failure.ts';
import type { Connection } from './connection.ts';
import type { Printer } from './printer.ts';

export const declarationName = 'countersign.json';
/** Bytes of a declaration; the portal takes no more. */
const largest = 1024 * 1024;

/**
 * Brings the portal to what a repository's `countersign.json` says of the consumer that it is. Idempotent.
 * @throws CommandFailure where the file cannot be read, or the portal refuses it
 */
export async function consume(connection: Connection, file: string, printer: Printer): Promise<void> {
  const declaration = await readDeclaration(file);
  const done = await connection.json<ConsumerDeclared>({
    method: 'PUT',
    path: '/consumers',
    json: declaration,
  });
  printer.result(done, () => [sentenceOf(declaration.consumer, done)]);
}

async function readDeclaration(file: string): Promise<{ readonly consumer: string }> {
  try {
    if ((await stat(file)).size > largest) throw new Error('it is larger than a megabyte');
    const read: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (
      typeof read !== 'object' ||
      read === null ||
      !('consumer' in read) ||
      typeof read.consumer !== 'string'
    )
      throw new Error('it names no "consumer"');
    return { ...read, consumer: read.consumer };
  } catch (error) {
    throw new CommandFailure(2, `${file} cannot be used: ${(error as Error).message}.`);
  }
}

function sentenceOf(
  consumer: string,
  { registered, changed, declared, ended, kept, receipt }: ConsumerDeclared,
): string {
  if (receipt === null) return `${consumer}: nothing to change, ${uses(kept)} declared.`;
  const done = [
    ...(registered ? ['registered'] : changed ? ['changed'] : []),
    ...(declared > 0 ? [`${uses(declared)} declared`] : []),
    ...(ended > 0 ? [`${uses(ended)} ended`] : []),
    ...(kept > 0 ? [`${uses(kept)} as before`] : []),
  ];
  const entry = receipt.number === null ? '' : `, entry ${receipt.number}`;
  return `${consumer}: ${done.join(', ')}${entry}.`;
}

const uses = (count: number): string => `${count} ${count === 1 ? 'use' : 'uses'}`;
