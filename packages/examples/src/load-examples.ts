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
  const noted = await readProgress(house);
  const resumed = noted !== null;
  const total = exampleSteps.length;
  let done = noted?.done ?? 0;
  const result = { people: examplePeople, password: examplePassword };
  if (!resumed && (await house.db.person.count()) > 0) return { ...result, loaded: false };
  // Told to its end once, the story is not told on when a later version of it has more to tell.
  if (noted && noted.done >= noted.total) return { ...result, loaded: false };
  if (noted && noted.total !== total)
    throw new Error(
      'the example data of another version were left half loaded here; start with an empty data folder, or with COUNTERSIGN_EXAMPLES=off',
    );
  const cast = new Cast(house);
  const firstPending = done;
  for (const step of exampleSteps.slice(done)) {
    onProgress(done, total, step.name);
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
      'INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [progressRow, JSON.stringify({ done, total })],
    );
  }
  return { ...result, loaded: true };
}

interface Progress {
  readonly done: number;
  readonly total: number;
}

async function readProgress(house: Pick<House, 'db'>): Promise<Progress | null> {
  const noted = await house.db.installation.findUnique({ where: { name: progressRow } });
  if (!noted) return null;
  // The first installations kept a number alone, of a story that was told to its end.
  return typeof noted.value === 'number'
    ? { done: noted.value, total: noted.value }
    : (noted.value as unknown as Progress);
}

/** Whether example people have access to this installation. */
export const hasExamples = async (house: Pick<House, 'db'>): Promise<boolean> =>
  (await house.db.person.findFirst({ where: { example: true, active: true }, select: { id: true } })) !==
  null;

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
