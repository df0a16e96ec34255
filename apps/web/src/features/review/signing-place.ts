import type { ExpeditedRoad, GateView, SigningSubject } from '@countersign/contracts';
import { gateWord } from '../../marks/index.ts';

/** The one signature of the expedited road as the panel shows places: it belongs to no gate, so nothing but it is owed. */
export const expeditedPlace = (
  subject: Pick<SigningSubject, 'gate' | 'revision' | 'policy'>,
  road: ExpeditedRoad,
): GateView => ({
  gate: subject.gate,
  environment: road.environment,
  state: road.signOffId !== null ? 'satisfied' : road.state === 'open' ? 'open' : 'none',
  request: {
    id: road.requestId,
    revision: subject.revision,
    comment: road.comment,
    by: road.by,
    at: road.at,
    dueAt: road.dueAt,
    policy: subject.policy,
  },
  places: [{ role: 'reviewer or approver', quorum: 1, filled: road.signer ? [road.signer] : [] }],
  signed: road.signer ? 1 : 0,
  needed: 1,
  evidence: [],
  references: [],
  heldBy: [],
  couldSign: [],
  policy: subject.policy,
  forClass: null,
});

/** What is signed here, as a heading. */
export const placeTitle = ({ gate, expedited }: Pick<SigningSubject, 'gate' | 'expedited'>): string =>
  expedited ? 'Expedited go-live' : `${gateWord[gate]} gate`;
