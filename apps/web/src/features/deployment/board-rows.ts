import type { DeploymentRow, EnvironmentBoard } from '@countersign/contracts';

type Candidate = EnvironmentBoard['candidates'][number];

/** A line of a board: a version that serves here, or one that could. */
export interface BoardRow {
  label: string;
  live: DeploymentRow | null;
  candidate: Candidate | null;
}

/** What serves first, champion on top; then the candidates in the server's order. */
export function boardRows({ deployments, candidates }: EnvironmentBoard): BoardRow[] {
  const live = deployments.filter(({ state }) => state !== 'ended');
  const serving = live.map((row): BoardRow => {
    const { label } = row.version;
    return { label, live: row, candidate: candidates.find((found) => found.label === label) ?? null };
  });
  const rest = candidates
    .filter(({ label }) => !live.some(({ version }) => version.label === label))
    .map((candidate): BoardRow => ({ label: candidate.label, live: null, candidate }));
  return [...serving, ...rest];
}
