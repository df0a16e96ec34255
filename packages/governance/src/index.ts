export * from './change.ts';
export * from './context.ts';
export * from './keys/keyring.ts';
export * from './ledger/sequencer.ts';
export * from './person/authority.ts';
