import type { NumberedEntry } from './facts.ts';
import type { LedgerState } from './ledger-state.ts';

/** The parts of the state; entries of one part can be read without those of another. */
export type Part = 'people' | 'roles' | 'environments' | 'policies' | 'models' | 'versions' | 'deployments';

/** What an event does to the state. */
export interface Effect {
  readonly parts: readonly Part[];
  /** For people who compute it themselves; members of the entry's `data` are named in backticks. */
  readonly does: string;
  apply(state: LedgerState, entry: NumberedEntry): void;
}

export const effect = (parts: readonly Part[], does: string, apply: Effect['apply']): Effect => ({
  parts,
  does,
  apply,
});
