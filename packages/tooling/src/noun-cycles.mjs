/** Rooms whose folders are nouns; files beside the folders belong to no noun. */
const nounsOf = [/^packages\/governance\/src\/([^/]+)\//, /^apps\/web\/src\/features\/([^/]+)\//];

/** Circles among nouns, each as the list of the nouns on its way and the imports that make it. */
export function findNounCycles(modules) {
  return nounsOf.flatMap((pattern) => {
    const imports = new Map();
    for (const { source, dependencies } of modules) {
      const from = pattern.exec(source)?.[1];
      if (!from || /\.test\.tsx?$/.test(source)) continue;
      for (const { resolved } of dependencies) {
        const to = pattern.exec(resolved)?.[1];
        if (!to || to === from) continue;
        if (!imports.has(from)) imports.set(from, new Map());
        imports.get(from).set(to, `${source} → ${resolved}`);
      }
    }
    return circles(imports);
  });
}

function circles(imports) {
  const found = [];
  const done = new Set();
  const walk = (noun, way) => {
    if (way.includes(noun)) {
      const circle = way.slice(way.indexOf(noun));
      const steps = circle.map((from, index) => imports.get(from).get(circle[index + 1] ?? noun));
      found.push({ nouns: [...circle, noun], steps });
      return;
    }
    if (done.has(noun)) return;
    for (const next of imports.get(noun)?.keys() ?? []) walk(next, [...way, noun]);
    done.add(noun);
  };
  for (const noun of imports.keys()) walk(noun, []);
  return found;
}
