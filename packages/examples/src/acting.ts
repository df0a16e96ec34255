import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '@countersign/contracts';
import type { Context, House } from '@countersign/governance';
import { readSigningSubject, readTier, reauthenticate, signOff, signTier } from '@countersign/governance';
import type { Decision } from '@countersign/lifecycle';
import { examplePassword } from './people.ts';

interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Lets example people act as they would through the portal: by use cases, each with a session of their own where they sign. */
export class Cast {
  constructor(readonly house: House) {}

  async person(email: string): Promise<KnownPerson> {
    const found = await this.house.db.person.findUnique({
      where: { email },
      select: { id: true, name: true, email: true },
    });
    if (!found) throw new Error(`the example person ${email} is missing`);
    return found;
  }

  /** What `address@example.com` does without signing. */
  async as(address: string): Promise<Context> {
    const person = await this.person(`${address}@example.com`);
    return {
      ...this.house,
      actor: { kind: 'person', ...person, via: 'session', sessionId: null, scopes: [] },
    };
  }

  /** One decision, with everything that the page would ask for: reading the subject, the checklist, the password. */
  async sign(address: string, requestId: string, decision: Decision, comment: string): Promise<void> {
    await this.#inSession(address, async (ctx) => {
      const subject = await readSigningSubject(ctx, { requestId });
      const role = subject.roles[0];
      if (!role) throw new Error(`${address} has no place at this gate`);
      const { grant } = await reauthenticate(ctx, {
        requestId,
        decision,
        substance: subject.substance,
        presentation: subject.presentation,
        password: examplePassword,
      });
      await signOff(ctx, {
        requestId,
        decision,
        role,
        meaning: subject.meanings[decision][0]!,
        comment,
        checklist:
          decision === 'endorse'
            ? subject.checklist.map((question) => ({ question, answer: 'yes' as const }))
            : [],
        substance: subject.substance,
        presentation: subject.presentation,
        evidenceDigests: subject.evidenceDigests,
        goalDigest: subject.goal?.digest ?? null,
        referencesDigest: subject.referencesDigest,
        grant,
      });
    });
  }

  /** Signs the tier that waits for this model. */
  async signTier(address: string, model: string, comment: string): Promise<void> {
    await this.#inSession(address, async (ctx) => {
      const { open } = await readTier(ctx, { model });
      if (!open) throw new Refusal('CONFLICT', `No tier of ${model} waits.`);
      const { digest, id: proposalId } = open;
      const { grant } = await reauthenticate(ctx, {
        requestId: proposalId,
        decision: 'endorse',
        substance: digest,
        presentation: digest,
        password: examplePassword,
      });
      await signTier(ctx, { proposalId, decision: 'endorse', comment, digest, grant });
    });
  }

  async #inSession(address: string, act: (ctx: Context) => Promise<void>): Promise<void> {
    const context = await this.as(address);
    if (context.actor.kind !== 'person') throw new Error('only people sign');
    const sessionId = await this.#openSession(context.actor.id);
    try {
      await act({ ...context, actor: { ...context.actor, sessionId } });
    } finally {
      await this.house.pool.query('DELETE FROM session WHERE id = $1', [sessionId]);
    }
  }

  async #openSession(personId: string): Promise<string> {
    const id = createHash('sha256').update(randomBytes(24)).digest('hex');
    await this.house.pool.query(
      "INSERT INTO session (id, person_id, expires_at, created_at, user_agent) VALUES ($1, $2, $3, $4, 'example data')",
      [id, personId, new Date(this.house.clock().getTime() + 60_000), this.house.clock()],
    );
    return id;
  }
}
