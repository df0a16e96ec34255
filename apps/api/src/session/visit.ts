import type { Actor, KnownPerson } from '@countersign/governance';

/** What a call may know and do about the request that carries it. */
export interface Visit {
  readonly requestId: string;
  /** Who acts now: changes with signing in and out. */
  actor(): Actor | null;
  /**
   * Counts an attempt to sign in against the caller's address and the account, before any password is looked at; where no
   * account is known, as with a link, against the address alone.
   * Call what it returns when the attempt succeeded: only failures stay counted.
   * @throws Refusal RATE_LIMITED
   */
  countAttempt(account?: string): () => void;
  /** Starts a session and sets its cookie on the reply; an earlier session of this browser ends. */
  signIn(person: KnownPerson): Promise<void>;
  /** Ends the session and clears its cookie. */
  signOut(): Promise<void>;
}
