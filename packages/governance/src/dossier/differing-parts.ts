/** What people call the parts of a dossier that may be amended. */
const partNames: Readonly<Record<string, string>> = {
  metrics: 'Claimed metrics',
  datasets: 'Dataset references',
  parameters: 'Parameters',
  buildEnvironment: 'Build environment',
  notebooks: 'Linked notebooks',
  sourceCommit: 'Source commit',
  run: 'Training run',
};

type Dossier = Readonly<Record<string, unknown>>;

/** Parts of two dossiers that differ, by name, with both values (null where there is none). */
export function differingParts(
  before: Dossier,
  after: Dossier,
): { readonly part: string; readonly before: unknown; readonly after: unknown }[] {
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return parts
    .map((part) => ({
      part: partNames[part] ?? part,
      before: before[part] ?? null,
      after: after[part] ?? null,
    }))
    .filter((row) => JSON.stringify(row.before) !== JSON.stringify(row.after));
}
