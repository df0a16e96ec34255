import type { LedgerEvent, SubjectKind } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';

/** What happened, as a use case says it; the door adds time and actor and gives it its final form. */
export interface LedgerEventInput {
  readonly event: LedgerEvent;
  readonly subject: { readonly kind: SubjectKind; readonly id: string };
  readonly modelId?: string;
  readonly versionId?: string;
  /** Order among the events of one version; required where `versionId` is set and the version's own state moved. */
  readonly step?: number;
  /** Ids, codes, numbers, digests. Never names, addresses, comments or reasons. */
  readonly data: { readonly [key: string]: JsonValue };
  /** Texts that must stay erasable: kept as salted records, of which the entry carries the digest. */
  readonly records?: { readonly [name: string]: string };
}
