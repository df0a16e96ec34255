import * as z from 'zod/mini';
import { LedgerKeyRow } from './entry.ts';
import { FreshProof } from './passkey.ts';
import { Comment, Id, Instant, Prose, Receipt } from './primitives.ts';

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

/** That the database is not what was published of it. */
export const LedgerLoss = z.object({
  kind: z.enum(['behind', 'forked']),
  /** The newest checkpoint that was published. */
  published: z.object({ origin: z.string(), size: z.int(), root: z.string(), note: z.string() }),
  /** Entries that the database has. */
  size: z.int(),
});
export type LedgerLoss = z.infer<typeof LedgerLoss>;
export const AcceptLoss = z.object({ comment: Prose(10_000), proof: FreshProof });
export type AcceptLoss = z.infer<typeof AcceptLoss>;
export const LossAccepted = z.object({ origin: z.string(), verifier: z.string(), receipt: Receipt });
export type LossAccepted = z.infer<typeof LossAccepted>;

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
  mailboxes: z.object({
    /** Confirmed mailboxes that checkpoints are sent to. */
    count: z.int(),
    /** Whether one may see and change them. */
    mayChange: z.boolean(),
  }),
  /** Null: the database continues what was published. */
  loss: z.nullable(LedgerLoss),
  mayChange: z.boolean(),
});
export type LedgerStatus = z.infer<typeof LedgerStatus>;
