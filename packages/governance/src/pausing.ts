/** Pauses that can be ended before their time, for loops that have to stop at once. */
export function pausing(): { pause(ms: number): Promise<void>; wake(): void } {
  const ends = new Set<() => void>();
  return {
    pause: (ms) =>
      new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer);
          ends.delete(end);
          resolve();
        };
        const timer = setTimeout(end, ms);
        ends.add(end);
      }),
    wake() {
      for (const end of ends) end();
    },
  };
}
