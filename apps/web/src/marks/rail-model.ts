import type { GateView, VersionPage, VersionRow } from '@countersign/contracts';
import type { EarnedStage, Gate, Stage, Standing } from '@countersign/lifecycle';
import { gateOpens, road } from './word.ts';

export interface RailGate {
  gate: Gate;
  state: GateView['state'];
  signed: number;
  needed: number;
}
export interface RailStop {
  stage: Stage;
  /** reached: ink. half: its gate is open. ahead: hollow, also for a stop that a deprecated version never came to. */
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

function dotOf(source: RailSource, stage: Stage, index: number, position: number): RailStop['dot'] {
  if (index === position && source.standing === 'blocked') return 'blocked';
  if (index > position) {
    const opens = source.open !== null && gateOpens[source.open] === stage;
    return opens ? 'half' : 'ahead';
  }
  const passedBy =
    source.stage === 'deprecated' &&
    index < position &&
    (stage === 'deployed' ? source.earned !== 'approved' : index > road.indexOf(source.earned));
  return passedBy ? 'ahead' : 'reached';
}

function stopsOf(source: RailSource): RailStop[] {
  const position = road.indexOf(source.stage);
  return road.map((stage, index) => {
    const gate = gateAfter[stage];
    const view = gate && speaking(source.gates, gate);
    return {
      stage,
      dot: dotOf(source, stage, index, position),
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
