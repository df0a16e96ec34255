import { Refusal } from '@countersign/contracts';

export interface AttemptLimitOptions {
  readonly code: 'RATE_LIMITED' | 'LOCKED_OUT';
  readonly failures: number;
  /** Failures older than this, counted from the first of them, are forgotten. */
  readonly windowMs: number;
  /** How long a key that reached the limit is refused. */
  readonly refusedMs: number;
  /** Whether a success clears the key, or only takes its own attempt back. */
  readonly successClears: boolean;
  readonly clock: () => Date;
}

interface Window {
  failures: number;
  endsAt: number;
}

/** Keys remembered at most: somebody with many addresses must not fill the memory. */
const longestList = 50_000;

/**
 * How many failures a key may have. An attempt counts as a failure until it is told to have succeeded, so that many
 * at once get no more tries. Kept in memory, per process.
 */
export class AttemptLimit {
  readonly #windows = new Map<string, Window>();

  constructor(readonly options: AttemptLimitOptions) {}

  /** @returns what to call when the attempt succeeded @throws Refusal of the given code */
  enter(key: string): () => void {
    const { clock, code, failures, refusedMs, successClears } = this.options;
    const now = clock().getTime();
    const window = this.#windowOf(key, now);
    if (window.failures >= failures) {
      const until = new Date(window.endsAt).toISOString();
      const minutes = Math.ceil((window.endsAt - now) / 60_000);
      throw new Refusal(code, `Too many wrong passwords. Try again in ${minutes} minutes.`, { until });
    }
    window.failures++;
    if (window.failures >= failures) window.endsAt = now + refusedMs;
    return () => {
      if (successClears) this.#windows.delete(key);
      else window.failures--;
    };
  }

  #windowOf(key: string, now: number): Window {
    const known = this.#windows.get(key);
    if (known && known.endsAt > now) return known;
    const window = { failures: 0, endsAt: now + this.options.windowMs };
    this.#windows.delete(key);
    this.#windows.set(key, window);
    if (this.#windows.size > longestList) this.#windows.delete(this.#windows.keys().next().value!);
    return window;
  }
}

const minute = 60_000;

/** Limits of signing in. By account they are those of the account's own lock, so that nobody learns which addresses exist. */
export const attemptLimits = (clock: () => Date) => ({
  perAddress: new AttemptLimit({
    code: 'RATE_LIMITED',
    failures: 60,
    windowMs: 15 * minute,
    refusedMs: 15 * minute,
    successClears: false,
    clock,
  }),
  perAccount: new AttemptLimit({
    code: 'LOCKED_OUT',
    failures: 10,
    windowMs: 24 * 60 * minute,
    refusedMs: 15 * minute,
    successClears: true,
    clock,
  }),
});
export type AttemptLimits = ReturnType<typeof attemptLimits>;

/** One household has a /64 of IPv6 addresses: they count as one. */
export function addressBlock(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  const [head = '', tail] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return `${[...front, ...Array<string>(zeros).fill('0'), ...back].slice(0, 4).join(':')}::/64`;
}
