export * from './effect.ts';
export * from './effects.ts';
export type { Known, NumberedEntry } from './facts.ts';
export * from './ledger-state.ts';
