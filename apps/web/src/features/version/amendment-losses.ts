import type { SignOffRow, VersionPage } from '@countersign/contracts';
import { gateWord } from '../../marks/index.ts';

export interface Losses {
  /** Endorsements that count, or would once re-endorsed, each with its place. */
  readonly endorsed: readonly { readonly id: string; readonly name: string; readonly place: string }[];
  /** People whose request for changes holds a gate. */
  readonly asked: readonly string[];
  /** Gates that collect sign-offs. */
  readonly open: readonly VersionPage['gates'][number]['gate'][];
}

type SignOff = Pick<SignOffRow, 'id' | 'person' | 'gate' | 'environment' | 'decision' | 'state' | 'incident'>;

const placeOf = ({ gate, environment, incident }: SignOff): string =>
  `${incident === null ? `${gateWord[gate].toLowerCase()} gate` : `expedited road, incident ${incident}`}${environment ? `, ${environment}` : ''}`;

/** What a new revision of the substance ends. */
export const lossesOf = (rows: readonly SignOff[], page: Pick<VersionPage, 'gates'>): Losses => {
  const live = rows.filter(({ state }) => state === 'current' || state === 'owed');
  return {
    endorsed: live
      .filter(({ decision }) => decision === 'endorse')
      .map((row) => ({ id: row.id, name: row.person.name, place: placeOf(row) })),
    asked: [
      ...new Set(
        live.filter(({ decision }) => decision === 'request-changes').map(({ person }) => person.name),
      ),
    ],
    open: page.gates.filter(({ state }) => state === 'open').map(({ gate }) => gate),
  };
};
