/** What a browser's authenticator can say no with, in words for people. */
function sentenceOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError')
    return 'The passkey was not used: the question was closed, or nobody answered in time.';
  if (name === 'InvalidStateError') return 'This device holds a passkey for this account already.';
  if (name === 'SecurityError')
    return 'Passkeys need the address that this installation is known by, over https or as localhost.';
  return 'This browser or device could not answer with a passkey.';
}

/** Thrown where no answer came; a refusal by the server is something else. */
export class PasskeyUnused extends Error {
  readonly problem: { code: string; message: string; requestId: null; detail: Record<string, never> };
  constructor(cause: unknown) {
    super(sentenceOf(cause));
    this.problem = { code: 'PASSKEY_UNUSED', message: this.message, requestId: null, detail: {} };
  }
}

type Options = Record<string, unknown>;

async function answered(ask: () => Promise<unknown>): Promise<Options> {
  try {
    return { ...((await ask()) as Options) };
  } catch (error) {
    throw new PasskeyUnused(error);
  }
}

/** Asks the browser for the answer of one of the person's passkeys. */
export const askPasskey = (options: Options): Promise<Options> =>
  answered(async () => {
    const { startAuthentication } = await import('@simplewebauthn/browser');
    return startAuthentication({ optionsJSON: options as never });
  });

/** Asks the browser to make a passkey. */
export const makePasskey = (options: Options): Promise<Options> =>
  answered(async () => {
    const { startRegistration } = await import('@simplewebauthn/browser');
    return startRegistration({ optionsJSON: options as never });
  });
