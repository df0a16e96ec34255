import type { PasskeyGrant, PrepareReEndorse, PrepareSign } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { prepareGrant } from '../signature/passkey-grant.ts';
import { reEndorseWith } from './re-endorse.ts';
import { signOffWith } from './sign-off.ts';

/** What would be signed now, and the question to the signer's passkey whether they mean it. @throws Refusal as signing would */
export const prepareSign = (ctx: Context, input: PrepareSign): Promise<PasskeyGrant> =>
  prepareGrant(ctx, (seal) => signOffWith(ctx, { ...input, grant: '' }, seal), input.sittingId);

export const prepareReEndorse = (ctx: Context, input: PrepareReEndorse): Promise<PasskeyGrant> =>
  prepareGrant(ctx, (seal) => reEndorseWith(ctx, { ...input, grant: '' }, seal));
