import { testServer } from '@countersign/database/testing';
import { prepareJobs } from '@countersign/governance';

/** One PostgreSQL for the run, with the job queue's tables in the template, where no portal has told the story yet. */
export default process.env.COUNTERSIGN_TEST_STORY ? () => {} : testServer(prepareJobs);
