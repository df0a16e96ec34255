/** A pause that can be ended before its time, for loops that have to stop at once. */
export function pausing(): { pause(ms: number): Promise<void>; wake(): void } {
  let wake = () => {};
  return {
    pause: (ms) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => wake(),
  };
}
