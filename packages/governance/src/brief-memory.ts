const longestMs = 250;
/** Who asks for things that differ too often to be worth remembering must not fill the memory. */
const mostKeys = 1_000;

const commits = new WeakMap<object, number>();

/** A change has committed over this pool: what was remembered before it is not given to anybody any more. */
export function forgetAfterCommit(pool: object): void {
  commits.set(pool, (commits.get(pool) ?? 0) + 1);
}

interface Kept {
  readonly at: number;
  readonly commit: number;
  readonly value: Promise<unknown>;
}

/**
 * Reads of one key are answered from the one before for up to 250 ms, and never across a change that this process has
 * committed: whoever marks and then asks sees the mark, and what another server has committed is seen a quarter of a
 * second later. For what consumers ask all the time and what has to be right within a second; nothing that decides
 * about a change may be read so. Kept apart by pool, because each installation has its own.
 */
export function briefMemory<Value>(): (
  pool: object,
  key: string,
  read: () => Promise<Value>,
) => Promise<Value> {
  const byPool = new WeakMap<object, Map<string, Kept>>();
  return (pool, key, read) => {
    const memory = byPool.get(pool) ?? new Map<string, Kept>();
    byPool.set(pool, memory);
    const at = performance.now();
    const commit = commits.get(pool) ?? 0;
    const kept = memory.get(key);
    if (kept && kept.commit === commit && at - kept.at < longestMs) return kept.value as Promise<Value>;
    const value = read();
    memory.delete(key);
    memory.set(key, { at, commit, value });
    if (memory.size > mostKeys) memory.delete(memory.keys().next().value!);
    value.catch(() => {
      if (memory.get(key)?.value === value) memory.delete(key);
    });
    return value;
  };
}
