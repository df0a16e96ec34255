import type * as c from '@countersign/contracts';
import type { Context } from '@countersign/governance';
import * as governance from '@countersign/governance';

type UseCase<Input, Output> = (ctx: Context, input: Input) => Promise<Output>;

/** A use case that is looked up when it is called. */
const late =
  <Input, Output>(name: string): UseCase<Input, Output> =>
  (ctx, input) => {
    const found = (governance as unknown as Record<string, UseCase<Input, Output> | undefined>)[name];
    if (!found) throw new Error(`governance does not export ${name}`);
    return found(ctx, input);
  };

export const invokeModel = late<c.Invocation & { model: string; environment: string }, c.Answer>(
  'invokeModel',
);
