/** What the checks of a pack are about, in the order in which they are made. */
export const packChecks = [
  'files',
  'checkpoint',
  'witness',
  'kept',
  'tree',
  'entries',
  'signatures',
  'records',
  'predictions',
  'report',
] as const;
export type PackCheck = (typeof packChecks)[number];

/** The pack is not what it says: the first broken thing ends the verification. */
export class PackFault extends Error {
  override readonly name = 'PackFault';
  constructor(
    readonly check: PackCheck,
    /** The file of the pack that it was found in; null where it is the archive as a whole. */
    readonly path: string | null,
    message: string,
  ) {
    super(message);
  }
}
