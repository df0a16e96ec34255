type Close = () => Promise<void> | void;

/** What was opened, to be closed in the opposite order. */
export class Closers {
  readonly #open: { name: string; close: Close }[] = [];

  add(name: string, close: Close): void {
    this.#open.push({ name, close });
  }

  /** Closes everything; one that fails does not keep the others open. `patienceMs` is for each of them. */
  async closeAll(patienceMs: number, onFailure: (name: string, error: unknown) => void): Promise<void> {
    for (let last = this.#open.pop(); last; last = this.#open.pop()) {
      try {
        await within(patienceMs, last.close);
      } catch (error) {
        onFailure(last.name, error);
      }
    }
  }
}

async function within(ms: number, close: Close): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`still open after ${ms / 1000} seconds`)), ms);
  });
  try {
    await Promise.race([close(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
