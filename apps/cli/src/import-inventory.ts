import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { BatchPrepared, InventoryChecked } from '@countersign/contracts';
import { CommandFailure } from './command-failure.ts';
import type { Connection } from './connection.ts';
import type { Printer } from './printer.ts';

/**
 * A dry run; with a comment also the inventory itself, which waits in the portal for two people. Nothing is signed here.
 * True where it has no problems.
 */
export async function importInventory(
  connection: Connection,
  { file, comment }: { readonly file: string; readonly comment: string | undefined },
  printer: Printer,
): Promise<boolean> {
  const csv = await readText(file);
  const checked = await connection.json<InventoryChecked>({
    method: 'POST',
    path: '/as-found/check',
    json: { csv },
  });
  if (checked.problems.length > 0) {
    printer.result(checked, () =>
      checked.problems.map(
        ({ line, column, message }) => `${file}:${line}${column ? ` ${column}` : ''}: ${message}`,
      ),
    );
    return false;
  }
  if (comment === undefined) {
    printer.result(checked, () => [
      `${checked.rows} models would enter as found: ${tiersText(checked)}.`,
      'Nothing was written. With --comment WHY the inventory is kept for two people to sign.',
    ]);
    return true;
  }
  const prepared = await connection.json<BatchPrepared>({
    method: 'POST',
    path: '/as-found',
    json: { csv, comment },
    headers: { 'idempotency-key': randomUUID() },
  });
  printer.result(prepared, () => [
    `${prepared.rows} models wait: an administrator and another person as compliance sign at`,
    `${connection.options.url}/import?batch=${prepared.batchId}`,
  ]);
  return true;
}

const tiersText = ({ tiers }: InventoryChecked): string =>
  tiers
    .map(({ tier, count, reviewBy }) => `${count} ${tier}, to be reviewed by ${reviewBy.slice(0, 10)}`)
    .join('; ');

async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    const reason = error instanceof TypeError ? 'it is not written in UTF-8' : (error as Error).message;
    throw new CommandFailure(2, `${file} cannot be read: ${reason}.`);
  }
}
