/**
 * Maximum bipartite matching by augmenting paths (Kuhn).
 *
 * `options[i]` lists the places (0-based) that candidate `i` may fill; the answer gives each candidate's place or
 * `null`. Candidates are tried in order, and one that was matched stays matched (perhaps at another place), so the
 * earlier candidates win: the matched set is the first one in lexicographic order among the largest.
 */
export function matchToPlaces(options: readonly (readonly number[])[]): (number | null)[] {
  const holder = new Map<number, number>();

  const findPlace = (candidate: number, tried: Set<number>): boolean => {
    for (const place of options[candidate] ?? []) {
      if (tried.has(place)) continue;
      tried.add(place);
      const current = holder.get(place);
      if (current === undefined || findPlace(current, tried)) {
        holder.set(place, candidate);
        return true;
      }
    }
    return false;
  };

  options.forEach((_, candidate) => {
    findPlace(candidate, new Set());
  });
  const placeOf = options.map((): number | null => null);
  for (const [place, candidate] of holder) placeOf[candidate] = place;
  return placeOf;
}
