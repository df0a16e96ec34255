import type { VersionState } from './state.ts';
import type { Gate, Stage, Standing } from './vocabulary.ts';
import { earnedStages, stages } from './vocabulary.ts';

export interface RailStop {
  readonly stage: Stage;
  /** open: a request for the gate before this stop is collecting. */
  readonly mark: 'reached' | 'open' | 'ahead';
}

export interface Rail {
  readonly stops: readonly RailStop[];
  readonly standing: Standing;
  /** One character a stop, as in `●─◐─○─○─○`. */
  readonly text: string;
}

const signs = { reached: '●', open: '◐', ahead: '○' } as const;
const stopBehind: Readonly<Record<Gate, Stage>> = {
  review: 'reviewed',
  approval: 'approved',
  goLive: 'deployed',
};

/**
 * The five stops of a version. A version that serves without having earned it (expedited, as-found) shows the gap:
 * `●─○─○─●─○`. A renewal of a gate that was passed does not open its stop again.
 */
export function rail(
  version: Pick<VersionState, 'stage' | 'earned' | 'standing'> & { readonly openGate?: Gate | null },
): Rail {
  const reached = new Set<Stage>(earnedStages.slice(0, earnedStages.indexOf(version.earned) + 1));
  reached.add(version.stage);
  const open = version.openGate ? stopBehind[version.openGate] : null;
  const stops = stages.map((stage): RailStop => {
    if (reached.has(stage)) return { stage, mark: 'reached' };
    return { stage, mark: stage === open ? 'open' : 'ahead' };
  });
  return { stops, standing: version.standing, text: stops.map(({ mark }) => signs[mark]).join('─') };
}
