import { Refusal, tokenScopes } from '@countersign/contracts';
import { createApiToken, type House } from '@countersign/governance';
import { Cast } from './acting.ts';
import { exampleSteps } from './example-steps.ts';
import { examplePassword, examplePeople } from './people.ts';

const progressRow = 'examples';

export interface LoadedExamples {
  readonly people: typeof examplePeople;
  readonly password: string;
  /** Whether this call loaded anything. */
  readonly loaded: boolean;
}

/** Refusals that say: this act was done, and the process ended before it could be noted. */
const doneBefore: ReadonlySet<string> = new Set([
  'CONFLICT',
  'REQUEST_OPEN',
  'REQUEST_NONE',
  'ALREADY_SIGNED',
  'ALREADY_DEPLOYED',
  'STANDING_ALREADY',
  'STAGE_WRONG',
  'GATE_SATISFIED',
]);

/**
 * Tells the example's story through the use cases, so that its ledger is genuine. Resumes where an earlier start was
 * ended; an installation with people of its own is left alone.
 */
export async function loadExamples(
  house: House,
  onProgress: (done: number, total: number, name: string) => void = () => {},
): Promise<LoadedExamples> {
  const noted = await house.db.installation.findUnique({ where: { name: progressRow } });
  const resumed = noted !== null;
  let done = resumed ? Number(noted.value) : 0;
  const result = { people: examplePeople, password: examplePassword };
  if (!resumed && (await house.db.person.count()) > 0) return { ...result, loaded: false };
  if (done === exampleSteps.length) return { ...result, loaded: false };
  const cast = new Cast(house);
  const firstPending = done;
  for (const step of exampleSteps.slice(done)) {
    onProgress(done, exampleSteps.length, step.name);
    try {
      await step.run(cast);
    } catch (error) {
      const wasDone =
        resumed && done === firstPending && error instanceof Refusal && doneBefore.has(error.code);
      if (!wasDone)
        throw new Error(`the example step "${step.name}" failed: ${(error as Error).message}`, {
          cause: error,
        });
    }
    done += 1;
    await house.pool.query(
      `INSERT INTO installation (name, value) VALUES ($1, to_jsonb($2::int)) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [progressRow, done],
    );
  }
  return { ...result, loaded: true };
}

/** Whether this installation holds the example data. */
export const hasExamples = async (house: Pick<House, 'db'>): Promise<boolean> =>
  (await house.db.installation.findUnique({ where: { name: progressRow } })) !== null;

/** One API token for each example role, for trying the interfaces by hand: an object from role to token. */
export async function makeExampleTokens(house: House): Promise<Record<string, string>> {
  const cast = new Cast(house);
  const tokens: Record<string, string> = {};
  for (const { email, role } of examplePeople) {
    if (role in tokens) continue;
    const ctx = await cast.as(email.replace('@example.com', ''));
    const { secret } = await createApiToken(ctx, {
      personId: ctx.actor.id,
      name: 'Example token',
      scopes: tokenScopes,
    });
    tokens[role] = secret;
  }
  return tokens;
}
