import * as z from 'zod/mini';
import { LedgerKeyRow } from './entry.ts';
import { Comment, Id, Instant, Receipt } from './primitives.ts';

/** The newest checkpoint that a witness cosigned. */
export const Cosigned = z.object({
  /** Entries that it covers. */
  size: z.int(),
  /** When, as the witness says. */
  at: Instant,
  /** Entries that the ledger has beyond it. */
  behind: z.int(),
});
/** Somebody outside who follows the ledger with a key of their own. */
export const WitnessRow = z.object({
  id: Id,
  name: z.string(),
  /** C2SP verifier key of type 0x04. */
  verifier: z.string(),
  registeredAt: Instant,
  /** When it last gave a cosignature, of an old checkpoint or a new one; null: never. */
  seenAt: z.nullable(Instant),
  cosigned: z.nullable(Cosigned),
});
export type WitnessRow = z.infer<typeof WitnessRow>;
export const RegisterWitness = z.object({ verifier: z.string().check(z.maxLength(400)), comment: Comment });
export type RegisterWitness = z.infer<typeof RegisterWitness>;
export const RemoveWitness = z.object({ witnessId: Id, comment: Comment });
export type RemoveWitness = z.infer<typeof RemoveWitness>;
export const WitnessChanged = z.object({ witnessId: Id, receipt: Receipt });
export type WitnessChanged = z.infer<typeof WitnessChanged>;

/** What the ledger published last, and who watches it. */
export const LedgerStatus = z.object({
  /** Null before the first checkpoint. */
  checkpoint: z.nullable(
    z.object({
      origin: z.string(),
      size: z.int(),
      /** Base64 of 32 bytes. */
      root: z.string(),
      at: Instant,
      /** C2SP signed-note with the cosignatures that it has. */
      note: z.string(),
    }),
  ),
  keys: z.array(LedgerKeyRow),
  witnesses: z.array(WitnessRow),
  mayChange: z.boolean(),
});
export type LedgerStatus = z.infer<typeof LedgerStatus>;
