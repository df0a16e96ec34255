import { createServer as createProbe } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isUnavailable, prepareInstallation, prepareJobs, startWorker } from '@countersign/governance';
import pino from 'pino';
import { type BackupVerb, runBackup } from './backup/backup-command.ts';
import { createServer } from './server.ts';
import { readSettings, SettingError, type Settings } from './settings.ts';
import { createProvider } from './sign-on/provider.ts';
import { Closers } from './start/closers.ts';
import { openDataDirectory } from './start/data-directory.ts';
import { endExamples, openExamples, openSetUp, refuseKnownPasswords } from './start/first-people.ts';
import { openDatabase } from './start/open-database.ts';
import { openHouse } from './start/open-house.ts';
import { createProgress } from './start/progress.ts';
import { explain, StartCancelled } from './start/start-failure.ts';

type Role = 'both' | 'api' | 'worker';

/** For each of the parts that are closed at the end, requests in flight among them. */
const patienceMs = 30_000;
const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url));

const { say, progress } = createProgress(process.stdout);
const closers = new Closers();
let isStopping = false;
let step = 'Reading the settings';

/** Names what is done, for the message if it fails; ends here where a stop was asked for meanwhile. */
async function during<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  if (isStopping) throw new StartCancelled();
  step = what;
  return work();
}

/** @returns whether there is something to go on with */
async function start(): Promise<boolean> {
  const { role, removesExamples, backup } = readArguments();
  const settings = readSettings();
  if (backup) {
    await during(backup.verb === 'backup' ? 'Backing up' : 'Restoring', () =>
      runBackup(backup.verb, backup.folder, settings, say),
    );
    return false;
  }
  if (role !== 'both' && !settings.database) {
    throw new SettingError('--role needs DATABASE_URL: the embedded database serves one process.');
  }
  // On a terminal people read what is printed here; requests are logged there when LOG_LEVEL asks for it.
  const log = pino({ level: settings.logLevel ?? (process.stdout.isTTY ? 'warn' : 'info'), base: null });
  // The queue's own calls give up where a connection is reset while it opens, and nobody waits for them: the database comes back.
  process.on('unhandledRejection', (error) => {
    if (!isUnavailable(error)) throw error;
    log.warn({ reason: String(error) }, 'a database connection was lost');
  });
  const dataDirectory = await during('Making the data folder', () => openDataDirectory(settings, say));
  const database = await during('Opening the database', () =>
    openDatabase(settings, dataDirectory, say, prepareJobs),
  );
  closers.add('the database', () => database.stop());
  if (!database.isGranted)
    log.warn({}, 'one database role for everything: triggers alone protect the ledger');
  // Asked ahead, because a first start loads examples for a while before it listens.
  const port =
    role === 'worker' ? settings.port : await during('Opening the port', () => openablePort(settings));
  const house = await during('Opening the installation', () =>
    openHouse(
      {
        databaseUrl: database.url,
        dataDirectory,
        keyFile: settings.keyFile ?? join(dataDirectory, 'installation.key'),
        url: settings.url ?? `http://localhost:${port}`,
        mail: settings.mail,
        calls: settings.calls,
        access: { passwords: settings.passwords, signOn: settings.signOn?.name ?? null },
        publicAdvisories: settings.publicAdvisories,
        log,
      },
      closers,
    ),
  );
  await during('Preparing the installation', () => prepareInstallation(house));
  if (removesExamples) {
    for (const line of await during('Removing the examples', () => endExamples(house, dataDirectory)))
      say(line);
    return false;
  }
  await during('Checking the accounts', () => refuseKnownPasswords(house, settings));
  // A worker by itself greets nobody: the server loads examples and offers the first sign-in.
  const signIns =
    role === 'worker'
      ? []
      : await during('Preparing the first people', () =>
          settings.examples
            ? openExamples(house, dataDirectory, progress, () => isStopping)
            : openSetUp(house),
        );
  if (role !== 'api') {
    const worker = await during('Starting the worker', () => startWorker(house));
    closers.add('the jobs at work', () => worker.stop());
  }
  if (role !== 'worker') await during('Opening the port', () => serve({ settings, house, log, port }));
  say('');
  say(role === 'worker' ? 'Countersign works on its jobs' : `Countersign is at ${house.url}`);
  for (const line of signIns) say(line);
  return true;
}

async function serve(parts: {
  settings: Settings;
  house: Parameters<typeof createServer>[0]['house'];
  log: pino.Logger;
  port: number;
}): Promise<void> {
  const { settings, house, log, port } = parts;
  const app = await createServer({
    house,
    logger: log,
    trustProxy: settings.trustProxy,
    provider:
      settings.signOn && createProvider(settings.signOn, new URL(`${house.url}/api/sign-on/callback`)),
    webRoot,
    isStopping: () => isStopping,
  });
  closers.add('the requests in flight', () => app.close());
  await app.listen({ host: settings.host, port });
}

interface Arguments {
  readonly role: Role;
  readonly removesExamples: boolean;
  readonly backup: { readonly verb: BackupVerb; readonly folder: string } | null;
}

function readArguments(): Arguments {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { role: { type: 'string' }, 'remove-examples': { type: 'boolean', default: false } },
    });
    const role = values.role ?? 'both';
    const backup = readBackup(positionals);
    if (role === 'both' || role === 'api' || role === 'worker')
      return { role, removesExamples: values['remove-examples'], backup };
    throw new SettingError(`--role is api or worker, not ${role}.`);
  } catch (error) {
    throw error instanceof SettingError ? error : new SettingError(`${(error as Error).message}.`);
  }
}

function readBackup([verb, folder, ...more]: readonly string[]): Arguments['backup'] {
  if (verb === undefined) return null;
  if ((verb !== 'backup' && verb !== 'restore') || !folder || more.length > 0)
    throw new SettingError('It is backup FOLDER or restore FOLDER.');
  return { verb, folder };
}

/** The port that will be listened on; a free one for 0. @throws where it is taken or not ours to open */
function openablePort({ host, port }: Pick<Settings, 'host' | 'port'>): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createProbe().once('error', reject);
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function stop(exitCode: number): Promise<never> {
  await closers.closeAll(patienceMs, (name, error) =>
    process.stderr.write(`${name}: ${explain(error, 'Closing')}\n`),
  );
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) process.exit(130);
    isStopping = true;
    say('Stopping; once more to stop at once');
    if (isStarted) void stop(0);
  });
}

let isStarted = false;
try {
  const isServing = await start();
  isStarted = true;
  if (isStopping || !isServing) await stop(0);
} catch (error) {
  if (!(error instanceof StartCancelled))
    process.stderr.write(`${process.stdout.isTTY ? '\n' : ''}${explain(error, step)}\n`);
  await stop(error instanceof StartCancelled ? 0 : 1);
}
