import type { Database } from '@countersign/database';
import type { Scorer } from '@countersign/scoring';
import type pg from 'pg';
import type { BlobStore } from './blob/blob-store.ts';
import type { HeldKey } from './held-key.ts';
import type { Keyring } from './keys/keyring.ts';
import type { PublishedMemory } from './ledger/published-memory.ts';
import type { Sequencer } from './ledger/sequencer.ts';
import type { Log } from './log.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Caller } from './webhook/caller.ts';

/** Who acts. Roles are never carried here: they are read inside the transaction that needs them. */
export type Actor =
  | {
      readonly kind: 'person';
      readonly id: string;
      readonly name: string;
      readonly email: string;
      /** A token is for machines and can never sign. */
      readonly via: 'session' | 'token';
      /** SHA-256 of the session id (hex), which a signing grant is bound to; null for a token. */
      readonly sessionId: string | null;
      readonly scopes: readonly string[];
      /** A service account, whose token acts as a developer whatever else it holds; its person's id. */
      readonly responsibleId?: string | null;
    }
  | { readonly kind: 'system'; readonly id: string };

/** A reader that cannot write, by type. */
export type Reader = {
  readonly [Model in keyof Database['prisma'] as Model extends `$${string}` ? never : Model]: Pick<
    Database['prisma'][Model],
    Extract<
      keyof Database['prisma'][Model],
      'findUnique' | 'findUniqueOrThrow' | 'findFirst' | 'findMany' | 'count' | 'aggregate' | 'groupBy'
    >
  >;
};

/** How people get in beside passkeys. */
export interface AccessRules {
  /** `emergency`: passwords are off but for the one account that is kept for emergencies. */
  readonly passwords: 'on' | 'emergency';
  /** What the identity provider is called on the sign-in page; null where there is none. */
  readonly signOn: string | null;
}

/** The long-lived parts of a running installation, made once at start. */
export interface House {
  readonly db: Reader;
  readonly pool: pg.Pool;
  readonly clock: () => Date;
  readonly log: Log;
  readonly blobs: BlobStore;
  readonly keyring: Keyring;
  /** Runs what serves, and what is reproduced. */
  readonly scorer: Scorer;
  /** Runs versions that nobody approved yet, in children of its own: a model there cannot disturb one that serves. */
  readonly trialScorer: Scorer;
  readonly sequencer: Pick<Sequencer, 'wake' | 'numberOf' | 'latest'>;
  /** Address in links, without a trailing slash. */
  readonly url: string;
  /** Whether anybody may read advisories and revocations; without it whoever may see the model. */
  readonly publicAdvisories?: boolean;
  /** How people get in; without it by password alone. */
  readonly access?: AccessRules;
  /** What was published of the ledger, remembered outside of the database; none where nothing is published. */
  readonly published?: PublishedMemory;
  /** Sends mail; none where no mail server is configured. */
  readonly mailer?: Mailer;
  /** The way out to addresses that people gave; none where nothing outside is called. */
  readonly caller?: Caller;
}

/** First parameter of every use case: the house, and who acts. */
export interface Context extends House {
  readonly actor: Actor;
  /** Under which whatever is committed is kept, so that it is done once. */
  readonly held?: HeldKey;
}

export const systemActor = (id: string): Actor => ({ kind: 'system', id });
