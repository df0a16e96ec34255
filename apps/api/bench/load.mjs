export const quantile = (values, q) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))];

/**
 * `clients` loops that work at once until `total` turns are done. `once(turn, client)` is one turn. Gives turns per
 * second and the times of single turns in ms.
 */
export async function load(clients, total, once) {
  const times = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (next < total) {
        const turn = next++;
        const begin = performance.now();
        await once(turn, client);
        times.push(performance.now() - begin);
      }
    }),
  );
  return {
    rate: (total * 1_000) / (performance.now() - start),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}
