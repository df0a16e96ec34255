export * from './permit.ts';
export * from './verify-permit.ts';
