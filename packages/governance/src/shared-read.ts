interface Reading {
  readonly running: Promise<unknown>;
  /** Begins once the one under way is over; whoever asks meanwhile waits for it. */
  next: Promise<unknown> | null;
}

/**
 * Reads of one key that are asked for at once become few: whoever asks while a read is under way waits for the next one,
 * which begins after they asked, together with all others who wait. So nobody is ever answered from before their question, and
 * nothing is kept: a block or a revocation that has committed is seen by every later request. Kept apart by pool, because each
 * installation has its own.
 */
export function sharedReads<Value>(): (
  pool: object,
  key: string,
  read: () => Promise<Value>,
) => Promise<Value> {
  const byPool = new WeakMap<object, Map<string, Reading>>();
  return (pool, key, read) => {
    const readings = byPool.get(pool) ?? new Map<string, Reading>();
    byPool.set(pool, readings);
    const begin = (): Promise<Value> => {
      const running = read();
      const reading: Reading = { running, next: null };
      readings.set(key, reading);
      const over = () => {
        if (reading.next === null) readings.delete(key);
      };
      running.then(over, over);
      return running;
    };
    const reading = readings.get(key);
    if (!reading) return begin();
    reading.next ??= reading.running.then(begin, begin);
    return reading.next as Promise<Value>;
  };
}
