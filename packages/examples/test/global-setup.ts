import { testServer } from '@countersign/database/testing';
import { prepareJobs } from '@countersign/governance';

/** One PostgreSQL for the run, with the job queue's tables in the template. */
export default testServer(prepareJobs);
