import { uuidv7 } from 'uuidv7';
import type { House } from '../context.ts';
import type { GoldenAnswers } from './golden-scoring.ts';

/**
 * Keeps what evidence had both versions answer, so that a comparison of the two executes nothing again; an execution that was
 * asked for and waits has nothing left to do. Never the other way round: what is kept here is no evidence. A failure is logged,
 * because the evidence is recorded by then.
 */
export async function keepScoring(
  { pool, clock, log }: Pick<House, 'pool' | 'clock' | 'log'>,
  pair: { readonly before: string; readonly after: string },
  answers: readonly GoldenAnswers[],
): Promise<void> {
  await pool
    .query(
      `INSERT INTO golden_scoring (id, before_id, after_id, state, done, total, answers, at) VALUES ($1, $2, $3, 'done', $4, $4, $5, $6)
       ON CONFLICT (before_id, after_id) DO UPDATE SET state = 'done', done = $4, total = $4, error = NULL, answers = $5, at = $6
       WHERE golden_scoring.state <> 'done'`,
      [uuidv7(), pair.before, pair.after, answers.length, JSON.stringify(answers), clock()],
    )
    .catch((error: Error) =>
      log.warn({ err: error, ...pair }, 'what both versions answered could not be kept'),
    );
}
