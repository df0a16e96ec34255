import type { InventoryRow } from '@countersign/contracts';
import type { Dossier } from '../version/dossier-digest.ts';

/** A model with its one version, as it is written. */
export interface FoundModel {
  readonly line: number;
  readonly row: InventoryRow;
  readonly modelId: string;
  readonly isNew: boolean;
  readonly ownerId: string;
  readonly environmentId: string;
  readonly versionId: string;
  readonly deploymentId: string;
  readonly substance: string;
  readonly presentation: string;
  readonly dossier: Dossier;
  readonly reviewBy: Date;
}
