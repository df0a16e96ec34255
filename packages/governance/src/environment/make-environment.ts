import { type EnvironmentRow, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';

export interface MakeEnvironment {
  readonly key: string;
  /** Fixed here for ever. */
  readonly production: boolean;
  /** The earned stage that a shadow or a non-production deployment needs. */
  readonly requiredStage: 'registered' | 'reviewed' | 'approved';
}

/** An administrator makes an environment. @throws Refusal CONFLICT where the key is taken */
export async function makeEnvironment(ctx: Context, input: MakeEnvironment): Promise<EnvironmentRow> {
  const id = uuidv7();
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const made = await tx.query(
        'INSERT INTO environment (id, key, production, required_stage, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING',
        [id, input.key, input.production, input.requiredStage, tx.at],
      );
      if (!made.rowCount)
        throw new Refusal('CONFLICT', `There is an environment ${input.key} already.`, { field: 'key' });
      return {
        result: undefined,
        events: [
          {
            event: 'environment.made',
            subject: { kind: 'environment', id },
            data: { key: input.key, production: input.production, requiredStage: input.requiredStage },
          },
        ],
      };
    },
    { attempt: { command: 'make-environment', subject: { kind: 'installation', id: 'environments' } } },
  );
  return { id, ...input, createdAt: receipt.at };
}
