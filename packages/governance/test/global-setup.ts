import { testServer } from '@countersign/database/testing';
import { runMigrations } from 'graphile-worker';

/** One PostgreSQL for the run, with the job queue's tables in the template. */
export default testServer(async (ownerUrl) => {
  await runMigrations({ connectionString: ownerUrl });
});
