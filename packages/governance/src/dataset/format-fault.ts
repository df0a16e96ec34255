/** What is wrong with bytes that should be of a format: the place inside them, and the reason. */
export class FormatFault extends Error {
  constructor(
    readonly place: string,
    readonly reason: string,
  ) {
    super(`${place} ${reason}`);
  }
}
