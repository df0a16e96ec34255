import { Logger, runMigrations } from 'graphile-worker';

/** Makes or upgrades the tables of the job queue, as the role that owns the database. Grants come after it. */
export const prepareJobs = (ownerUrl: string): Promise<void> =>
  runMigrations({ connectionString: ownerUrl, logger: new Logger(() => () => {}) });
