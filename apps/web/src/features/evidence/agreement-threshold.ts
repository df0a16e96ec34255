import type { EvidenceRow, GateView } from '@countersign/contracts';
import { gateWord } from '../../marks/index.ts';

type AskingGate = Pick<GateView, 'gate' | 'evidence' | 'policy'>;

/** What a policy asks of an agreement, and whether it is reached. */
export interface AgreementThreshold {
  readonly text: string;
  readonly met: boolean;
}

/** The fewest rows of so many whose share is enough. */
function fewest(share: number, rows: number): number {
  let enough = Math.floor(share * rows);
  while (enough / rows < share) enough += 1;
  return enough;
}

/** What the policies of some gates ask of an agreement that was measured: a line for each share, under each policy. */
export function thresholdsOf(
  { kind, agreement }: Pick<EvidenceRow, 'kind' | 'agreement'>,
  gates: readonly AskingGate[],
): AgreementThreshold[] {
  if (agreement === null || agreement.rows === 0) return [];
  const asked = new Map<string, { atLeast: number; policy: GateView['policy']; gates: Set<string> }>();
  for (const { gate, evidence, policy } of gates) {
    const atLeast = evidence.find((one) => one.kind === kind)?.atLeast ?? null;
    if (atLeast === null) continue;
    const key = `${atLeast} ${policy.id} ${policy.number}`;
    const known = asked.get(key) ?? { atLeast, policy, gates: new Set() };
    known.gates.add(gateWord[gate].toLowerCase());
    asked.set(key, known);
  }
  return [...asked.values()].map(({ atLeast, policy, gates: names }) => ({
    met: agreement.share >= atLeast,
    text: `at least ${fewest(atLeast, agreement.rows)} of ${agreement.rows} required at ${[...names].join(' and ')} by policy ${policy.id}, version ${policy.number}`,
  }));
}
