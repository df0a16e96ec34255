import { Refusal } from '@countersign/contracts';

/** The code that something was refused with, or `allowed`. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'allowed';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
