import type { ApprovalCondition, Sign } from '@countersign/contracts';
import type { RequestState } from '@countersign/lifecycle';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import type { SigningMaterial } from './signing-material.ts';

/** A decision at a gate, about to be signed. */
export interface SigningAct {
  readonly loaded: LoadedVersion;
  readonly request: Pick<RequestState, 'id' | 'gate' | 'environmentId'> & {
    readonly policy: { readonly id: string; readonly number: number };
  };
  readonly material: SigningMaterial;
  readonly signer: { readonly id: string; readonly name: string; readonly email: string };
  readonly role: string;
  /** The person who is away and whose role it is; null where it is the signer's own. */
  readonly deputyFor: string | null;
  readonly decision: Sign['decision'];
  readonly meaning: string;
  readonly comment: string;
  readonly checklist: Sign['checklist'];
  readonly endorsesId?: string;
  readonly incident?: string;
  readonly condition?: ApprovalCondition | undefined;
}
