import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Receipt, RegisteredVersion, SignedOff, SigningSubject } from '@countersign/contracts';
import type { Failed, Reply } from './faults-caller.ts';
import { type Cast, tinyManifest } from './faults-cast.ts';

/** Everything that somebody was told is done. What was cut off may be done too, or not: it is in no list. */
export interface Acknowledged {
  readonly models: string[];
  readonly versions: string[];
  readonly signOffs: { readonly id: string; readonly receipt: Receipt }[];
  readonly withdrawals: { readonly signOffId: string; readonly receipt: Receipt }[];
  readonly predictions: string[];
}

export interface LoadSize {
  readonly modelMakers: number;
  readonly registrars: number;
  readonly askers: number;
  /** All of the cast's reviewers unless said otherwise. */
  readonly signers?: number;
  /** Longest pause between two calls of one client, in ms. */
  readonly pauseMs: number;
}

/** Within which everything has to work again after a fault. */
const recoveryMs = 60_000;

/** Clients that call until they are stopped, and keep what they were told. */
export class Load {
  readonly acknowledged: Acknowledged = {
    models: [],
    versions: [],
    signOffs: [],
    withdrawals: [],
    predictions: [],
  };
  readonly failures = new Map<Failed, number>();
  /** Each call that failed: when it was made and when it had failed, on the clock of `performance.now()`. */
  readonly failed: { readonly from: number; readonly to: number; readonly what: Failed }[] = [];
  #running = true;
  #serial = 0;
  /** Names of one load are not those of another. */
  readonly #name = Math.random().toString(36).slice(2, 8);
  #clients: Promise<void>[] = [];
  #lastFailure = 0;

  constructor(
    readonly cast: Cast,
    readonly size: LoadSize,
  ) {}

  get total(): number {
    return Object.values(this.acknowledged).reduce((sum, list) => sum + list.length, 0);
  }

  /** When a call last failed, on the clock of `performance.now()`. */
  get lastFailure(): number {
    return this.#lastFailure;
  }

  start(): this {
    const loops = (count: number, turn: (client: number) => Promise<void>) =>
      Array.from({ length: count }, (_, client) => this.#loop(() => turn(client)));
    this.#clients = [
      ...loops(this.size.modelMakers, () => this.#makeModel()),
      ...loops(this.size.registrars, (client) => this.#register(client)),
      ...loops(this.size.signers ?? this.cast.reviewers.length, (client) => this.#signOrWithdraw(client)),
      ...loops(this.size.askers, () => this.#ask()),
    ];
    return this;
  }

  /** Waits for the calls in flight. */
  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#clients);
  }

  /** Until every kind of call has succeeded again. @throws Error where one does not within a minute */
  async untilAllSucceed(): Promise<void> {
    const lists = Object.entries(this.acknowledged).map(([name, list]) => ({ name, list, was: list.length }));
    const deadline = performance.now() + recoveryMs;
    for (;;) {
      const waiting = lists.filter(({ list, was }) => list.length === was);
      if (waiting.length === 0) return;
      if (performance.now() > deadline)
        throw new Error(
          `still not possible: ${waiting.map(({ name }) => name).join(', ')}; failures: ${JSON.stringify([...this.failures])}`,
        );
      await sleep(20);
    }
  }

  async #loop(turn: () => Promise<void>): Promise<void> {
    while (this.#running) {
      await turn();
      await sleep(Math.random() * this.size.pauseMs);
    }
  }

  /** The body of a call that succeeded; a failure is counted, and answered with a moment's pause. */
  async #keep<Body>(call: Promise<Reply<Body>>): Promise<Body | undefined> {
    const from = performance.now();
    const reply = await call;
    if (reply.done) return reply.body;
    this.failed.push({ from, to: performance.now(), what: reply.failed });
    this.failures.set(reply.failed, (this.failures.get(reply.failed) ?? 0) + 1);
    this.#lastFailure = performance.now();
    await sleep(200);
    return undefined;
  }

  async #makeModel(): Promise<void> {
    const key = `made-${this.#name}-${this.#serial++}`;
    const made = await this.#keep(
      this.cast.developer.rest<{ id: string }>('POST', '/models', {
        key,
        name: key,
        purpose: 'made under faults',
        tier: 'low',
      }),
    );
    if (made) this.acknowledged.models.push(made.id);
  }

  async #register(client: number): Promise<void> {
    const model = this.cast.shelves[client % this.cast.shelves.length]!;
    const registered = await this.#keep(
      this.cast.developer.rest<RegisteredVersion>(
        'POST',
        `/models/${model}/versions`,
        tinyManifest(model, `${this.#name}.${this.#serial++}`),
      ),
    );
    if (registered) this.acknowledged.versions.push(registered.id);
  }

  /** A cut connection leaves open whether the sign-off is there: what to do next is always asked first. */
  async #signOrWithdraw(client: number): Promise<void> {
    const { caller, password } = this.cast.reviewers[client]!;
    const requestId = this.cast.requestIds[this.#serial++ % this.cast.requestIds.length]!;
    const subject = await this.#keep(caller.ask<SigningSubject>('signOff.subject', { requestId }));
    if (!subject) return;
    if (subject.mine?.state === 'current') {
      const signOffId = subject.mine.id;
      const withdrawn = await this.#keep(
        caller.change<Receipt>('signOff.withdraw', { signOffId, comment: 'Read once more.' }),
      );
      if (withdrawn) this.acknowledged.withdrawals.push({ signOffId, receipt: withdrawn });
      return;
    }
    const decision = 'request-changes' as const;
    const { substance, presentation, evidenceDigests } = subject;
    const grant = await this.#keep(
      caller.change<{ grant: string }>('signOff.reauthenticate', {
        requestId,
        decision,
        substance,
        presentation,
        password,
      }),
    );
    if (!grant) return;
    const signed = await this.#keep(
      caller.change<SignedOff>('signOff.sign', {
        requestId,
        decision,
        substance,
        presentation,
        evidenceDigests,
        goalDigest: subject.goal?.digest ?? null,
        referencesDigest: subject.referencesDigest,
        role: 'reviewer',
        meaning: subject.meanings[decision][0],
        comment: 'Say where the split is recorded.',
        checklist: [],
        grant: grant.grant,
      }),
    );
    if (signed) this.acknowledged.signOffs.push({ id: signed.signOffId, receipt: signed.receipt });
  }

  async #ask(): Promise<void> {
    const { model, inputs } = this.cast.served;
    const answer = await this.#keep(
      this.cast.developer.rest<Answer>('POST', `/models/${model}/invocations?environment=staging`, {
        inputs,
      }),
    );
    if (answer) this.acknowledged.predictions.push(...answer.predictions.map(({ id }) => id));
  }
}
