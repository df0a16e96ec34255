import type { RunStanding, RunStandings } from '../experiment/run-standings.ts';
import { cannot, type Judged, says } from './say-verdict.ts';
import type { StatedClaim } from './state-claim.ts';

/** The run that a version names, and how it stands in its experiment; null where there is no such run. */
export interface NamedRun {
  readonly experiment: string;
  readonly run: string;
  readonly standings: RunStandings | null;
}

/** Whether no run of the experiment has a better figure. Figures on other data prove nothing, and are not passed over. */
export function judgeBest(
  claim: StatedClaim & { kind: 'best' },
  label: string,
  run: NamedRun | null,
): Judged {
  if (run === null) return cannot(`${label} names no run.`);
  const { experiment, standings } = run;
  if (standings === null)
    return cannot(`${label} names the run ${run.run} of ${experiment}, which does not exist.`);
  const standing = standings.get(`${claim.by} ${claim.metric}`);
  if (!standing) return cannot(`The run ${run.run} was logged without a figure for ${claim.metric}.`);
  const { own, better, best, elsewhere } = standing;
  if (best)
    return says(
      false,
      `It has ${own}; ${better} of ${ofAll(standing)} ${better === 1 ? 'is' : 'are'} better, ${best.run} with ${best.value}, as logged in ${experiment}.`,
      'claimed',
    );
  if (elsewhere)
    return cannot(
      `Of ${ofAll(standing)} on its data none is better than ${own}, but ${elsewhere.run} has ${elsewhere.value} on other data.`,
    );
  const shared =
    standing.equal > 0 ? `, which ${standing.equal} more ${standing.equal === 1 ? 'has' : 'have'}, too` : '';
  return says(
    true,
    `It has the ${claim.by} of ${ofAll(standing)}, ${own}${shared}, as logged in ${experiment}.`,
    'claimed',
  );
}

const ofAll = ({ compared, without }: RunStanding): string =>
  `${compared} ${compared === 1 ? 'run' : 'runs'}${without > 0 ? ` with a figure (${without} without)` : ''}`;
