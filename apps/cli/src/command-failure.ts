/** 1: the server or a check said no. 2: used wrongly, or the server cannot be reached. */
export type ExitCode = 1 | 2;

/** A command that ends with a sentence for people. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
  }
}

export const usageFailure = (message: string) => new CommandFailure(2, `${message}\nSee countersign --help.`);
