import type { AsOfVersion, GateView, VersionPage, VersionRow } from '@countersign/contracts';
import {
  type EarnedStage,
  earnedStages,
  type Gate,
  rail,
  type RailStop as SharedStop,
  type Stage,
  type Standing,
  stages,
  standings,
} from '@countersign/lifecycle';
import { gateOrder, road } from './word.ts';

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
function speaking(views: RailSource['gates'], gate: Gate): RailSource['gates'][number] | undefined {
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
  gates: readonly Pick<GateView, 'gate' | 'state' | 'signed' | 'needed'>[];
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

const knownOr = <Word extends string>(words: readonly Word[], word: string, other: Word): Word =>
  words.find((one) => one === word) ?? other;

/** As it was at a past moment. How many signatures a gate took, entries do not tell: a satisfied one had all of them. */
export function railAsOf(version: AsOfVersion): RailStop[] {
  const gates = version.gates.flatMap(({ gate, state, incident, signOffs }) => {
    const known = gateOrder.find((one) => one === gate);
    if (!known || incident !== null || (state !== 'satisfied' && state !== 'void')) return [];
    const signed = signOffs.filter(
      (signOff) => signOff.state === 'current' && signOff.decision === 'endorse',
    );
    return [{ gate: known, state, signed: signed.length, needed: signed.length } as const];
  });
  const open = version.gates.find(({ state, incident }) => state === 'open' && incident === null);
  return stopsOf({
    stage: knownOr(stages, version.stage, 'registered'),
    earned: knownOr(earnedStages, version.earned, 'registered'),
    standing: knownOr(standings, version.standing, 'usable'),
    open: gateOrder.find((gate) => gate === open?.gate) ?? null,
    dates: new Map(version.stages.map(({ stage, at }) => [knownOr(stages, stage, 'registered'), at])),
    gates,
  });
}
