import type { GateView, VersionPage, VersionRow } from '@countersign/contracts';
import {
  type EarnedStage,
  type Gate,
  rail,
  type RailStop as SharedStop,
  type Stage,
  type Standing,
} from '@countersign/lifecycle';
import { road } from './word.ts';

export interface RailGate {
  gate: Gate;
  state: GateView['state'];
  signed: number;
  needed: number;
}
export interface RailStop {
  stage: Stage;
  /** reached: ink. half: its gate is open. ahead: hollow, also for a stop that was passed over. */
  dot: 'reached' | 'half' | 'ahead' | 'blocked';
  current: boolean;
  at: string | null;
  /** The gate on the line that leaves this stop. */
  gate: RailGate | null;
  /** How the line that leaves this stop is drawn. */
  line: 'solid' | 'half' | 'dashed' | 'none';
}

const gateAfter: Partial<Record<Stage, Gate>> = {
  registered: 'review',
  reviewed: 'approval',
  approved: 'goLive',
};

/** Go-live has a view per production environment: the open one speaks, else a satisfied one, else the first. */
function speaking(views: readonly GateView[], gate: Gate): GateView | undefined {
  const ofGate = views.filter((view) => view.gate === gate);
  return (
    ofGate.find((view) => view.state === 'open') ??
    ofGate.find((view) => view.state === 'satisfied') ??
    ofGate[0]
  );
}

interface RailSource {
  stage: Stage;
  standing: Standing;
  earned: EarnedStage;
  open: Gate | null;
  dates: ReadonlyMap<Stage, string>;
  gates: readonly GateView[];
}

const dotOf: Record<SharedStop['mark'], RailStop['dot']> = {
  reached: 'reached',
  open: 'half',
  ahead: 'ahead',
};

function stopsOf(source: RailSource): RailStop[] {
  const position = road.indexOf(source.stage);
  const { stops } = rail({ ...source, openGate: source.open });
  return stops.map(({ stage, mark }, index) => {
    const gate = gateAfter[stage];
    const view = gate && speaking(source.gates, gate);
    const blocked = index === position && source.standing === 'blocked';
    // Where the day is known on which a stop was passed, it was, even if the version has left it since.
    const passed = index < position && source.dates.has(stage);
    return {
      stage,
      dot: blocked ? 'blocked' : passed ? 'reached' : dotOf[mark],
      current: index === position,
      at: index <= position ? (source.dates.get(stage) ?? null) : null,
      gate: view ? { gate: view.gate, state: view.state, signed: view.signed, needed: view.needed } : null,
      line:
        index === road.length - 1
          ? 'none'
          : index < position
            ? 'solid'
            : index === position && view?.state === 'open'
              ? 'half'
              : 'dashed',
    };
  });
}

export function railOfPage(page: Pick<VersionPage, 'version' | 'stages' | 'gates'>): RailStop[] {
  const { stage, standing, earned, openGate } = page.version;
  const dates = new Map(
    page.stages.flatMap(({ stage, at }): [Stage, string][] => (at === null ? [] : [[stage, at]])),
  );
  return stopsOf({ stage, standing, earned, open: openGate?.gate ?? null, dates, gates: page.gates });
}

export function railOfRow(row: Pick<VersionRow, 'stage' | 'standing' | 'earned' | 'openGate'>): RailStop[] {
  return stopsOf({ ...row, open: row.openGate?.gate ?? null, dates: new Map(), gates: [] });
}
