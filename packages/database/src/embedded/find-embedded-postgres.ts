import { connectToOwnServer, readPidFile } from './postmaster.ts';
import { serverAccount } from './server-account.ts';
import { prepareServerFiles } from './server-files.ts';
import { databaseName, ownerRole, serverUrl } from './server-roles.ts';

/** The address, as the owner, of the server that runs over a data directory for another process; null where none does. */
export async function findEmbeddedPostgres(dataDirectory: string): Promise<string | null> {
  const files = prepareServerFiles(dataDirectory, serverAccount());
  const running = readPidFile(files);
  const client = running?.port ? await connectToOwnServer(files, running.port) : undefined;
  if (!client || !running) return null;
  await client.end();
  return serverUrl({ port: running.port, secret: files.secret }, ownerRole, databaseName);
}
