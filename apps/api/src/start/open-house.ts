import { join } from 'node:path';
import { createDatabase } from '@countersign/database';
import {
  type AccessRules,
  type CallerSettings,
  createMailer,
  type House,
  type Log,
  type MailServer,
  openBlobStore,
  openCaller,
  openInstallationKey,
  PublishedMemory,
  Sequencer,
} from '@countersign/governance';
import { createScorer } from '@countersign/scoring';
import type { Closers } from './closers.ts';

export interface HouseParts {
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  readonly keyFile: string;
  /** Address in links, without a trailing slash. */
  readonly url: string;
  readonly access: AccessRules;
  readonly publicAdvisories: boolean;
  /** Null: no mail is sent. */
  readonly mail: MailServer | null;
  /** How what is outside is called. */
  readonly calls: CallerSettings;
  readonly log: Log;
}

/** Connections of this process; the sequencer and the job queue have their own beside them. */
const poolSize = 24;

/** Everything long-lived that use cases need. What has to be closed again is handed to `closers` as it opens. */
export async function openHouse(parts: HouseParts, closers: Closers): Promise<House> {
  const { log } = parts;
  const clock = () => new Date();
  const keyring = await openInstallationKey(parts.keyFile);
  const blobs = await openBlobStore(join(parts.dataDirectory, 'blobs'));
  const database = createDatabase(parts.databaseUrl, {
    poolSize,
    onConnectionLost: (error) => log.warn({ reason: error.message }, 'a database connection was lost'),
  });
  closers.add('the connections', () => database.close());
  const scorer = createScorer();
  closers.add('the runtime', () => scorer.close());
  const trialScorer = createScorer({ children: 1 });
  closers.add('the runtime of trials', () => trialScorer.close());
  const published = new PublishedMemory({
    file: join(parts.dataDirectory, 'published-checkpoint'),
    pool: database.pool,
    log,
  });
  closers.add('what was published', () => published.close());
  const sequencer = new Sequencer({
    connectionString: parts.databaseUrl,
    pool: database.pool,
    clock,
    log,
    keyring,
    published,
  }).start();
  closers.add('the sequencer', () => sequencer.stop());
  const caller = openCaller(parts.calls);
  closers.add('the way out', () => caller.close());
  return {
    db: database.prisma,
    pool: database.pool,
    clock,
    log,
    blobs,
    keyring,
    scorer,
    trialScorer,
    sequencer,
    published,
    url: parts.url,
    access: parts.access,
    publicAdvisories: parts.publicAdvisories,
    caller,
    ...(parts.mail && { mailer: createMailer(parts.mail) }),
  };
}
