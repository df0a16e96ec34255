import type { Keyring } from '../keys/keyring.ts';

/** What a caller calls the case (an application, a day): found by it, never read back. One model's is not another's. */
export const businessHash = (keyring: Keyring, modelId: string, reference: string): Buffer =>
  keyring.keyedHash(reference, `business-reference/${modelId}`);

/** Whom a prediction is about: one hash for all models, so that all of them can be found. */
export const subjectHash = (keyring: Keyring, subject: string): Buffer =>
  keyring.keyedHash(subject, 'subject');
