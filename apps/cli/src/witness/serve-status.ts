import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommandFailure } from '../command-failure.ts';
import type { Printer } from '../printer.ts';
import type { Look } from './follow-portal.ts';

/** What was seen last of each portal, for monitoring: 200 while every ledger was followed, 503 once one was not. */
export async function serveStatus(
  port: number,
  key: string,
  looks: ReadonlyMap<string, { readonly look: Look; readonly at: Date }>,
  printer: Printer,
): Promise<() => Promise<void>> {
  const server = createServer((_request, reply) => {
    const ledgers = [...looks].map(([url, { look, at }]) => ({ url, at: at.toISOString(), ...look }));
    const isWell = ledgers.length > 0 && ledgers.every(({ outcome }) => outcome === 'followed');
    reply
      .writeHead(isWell ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(`${JSON.stringify({ status: isWell ? 'followed' : 'look here', key, ledgers }, null, 2)}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new CommandFailure(2, `--listen ${port}: ${error.message}`)));
    server.listen(port, '127.0.0.1', resolve);
  });
  printer.progress(`Status at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
