import { Refusal } from '@countersign/contracts';
import type pg from 'pg';
import { rolesNow } from '../authority/roles-held.ts';
import { briefMemory } from '../brief-memory.ts';
import type { Context, House } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { readSubjectField, type SubjectFieldInForce } from '../subject-field/subject-field-in-force.ts';
import { type Answerer, findAnswerer } from './find-answerer.ts';
import { askers } from './record-answers.ts';
import { RecordingQueue } from './recording-queue.ts';

/** How long somebody's role is believed before the recording transaction, which asks again, in ms. */
const rolesForMs = 1_000;
const maxKept = 10_000;

/** However many wrong inputs somebody sends, who answers is looked up for them a few times a second. */
const answererAnew = briefMemory<Answerer>();
const declaredAnew = briefMemory<SubjectFieldInForce>();

/**
 * What invocations share in one process: the queue of recordings, and what was found lately. Only serving champions are
 * kept, with what consumers kept of versions before them: either may have changed, and the recording transaction finds that out
 * before any answer leaves, so nothing has to be told to us in time.
 */
export class AnsweringDesk {
  readonly queue: RecordingQueue;
  readonly #models = new Map<string, string>();
  readonly #answerers = new Map<string, Answerer>();
  readonly #askers = new Map<string, number>();
  readonly #subjectFields = new Map<string, SubjectFieldInForce>();

  constructor(house: Pick<House, 'pool' | 'clock' | 'keyring'>) {
    this.queue = new RecordingQueue(house);
  }

  /** Keys of models never change. */
  async modelIdOf(ctx: Context, key: string): Promise<string> {
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    return keep(this.#models, key, await findModelId(ctx, key));
  }

  /** As it was read once: the recording transaction finds out where another is in force. */
  async subjectFieldOf(ctx: Context, modelId: string): Promise<SubjectFieldInForce> {
    const known = this.#subjectFields.get(modelId);
    return known ?? keep(this.#subjectFields, modelId, await readSubjectField(ctx.pool, modelId));
  }

  /** Asked before anybody is refused by it. */
  async isDeclaredStill(ctx: Context, modelId: string, { id }: SubjectFieldInForce): Promise<boolean> {
    const now = await declaredAnew(ctx.pool, modelId, () => {
      this.forgetSubjectField(modelId);
      return this.subjectFieldOf(ctx, modelId);
    });
    return now.id === id;
  }

  forgetSubjectField(modelId: string): void {
    this.#subjectFields.delete(modelId);
  }

  /** @throws Refusal FORBIDDEN */
  async requireAsker(ctx: Context, modelId: string): Promise<void> {
    if (ctx.actor.kind === 'system') return;
    const key = `${ctx.actor.id}/${modelId}`;
    if ((this.#askers.get(key) ?? 0) > performance.now()) return;
    const held = await rolesNow(ctx, modelId);
    if (!held.some((role) => askers.includes(role))) throw forbidden();
    keep(this.#askers, key, performance.now() + rolesForMs);
  }

  forgetAsker(ctx: Context, modelId: string): void {
    this.#askers.delete(`${ctx.actor.id}/${modelId}`);
  }

  /** @throws Refusal as `findAnswerer` does; such a finding is not kept */
  async answererOf(ctx: Context, modelId: string, environment: string, consumer: string): Promise<Answerer> {
    const key = `${modelId}/${environment}`;
    const known = this.#answerers.get(key);
    const found = known ?? (await findAnswerer(ctx, modelId, environment, consumer));
    if (found.fallback || found.pin) return found;
    if (!known) keep(this.#answerers, key, found);
    if (found.pinned.size === 0) return found;
    const kept = found.pinned.get(consumer);
    return kept?.pin && kept.pin.until > ctx.clock() ? kept : found;
  }

  /** Read anew, for whoever is about to be refused by what was found before. @throws Refusal as `findAnswerer` does */
  answererAnew(ctx: Context, modelId: string, environment: string, consumer: string): Promise<Answerer> {
    return answererAnew(ctx.pool, JSON.stringify([modelId, environment, consumer]), () => {
      this.forgetAnswerer(modelId, environment);
      return this.answererOf(ctx, modelId, environment, consumer);
    });
  }

  forgetAnswerer(modelId: string, environment: string): void {
    this.#answerers.delete(`${modelId}/${environment}`);
  }
}

function keep<Value>(kept: Map<string, Value>, key: string, value: Value): Value {
  if (kept.size >= maxKept) kept.clear();
  kept.set(key, value);
  return value;
}

export const forbidden = () =>
  new Refusal('FORBIDDEN', `Asking a model takes the role ${askers.join(' or ')}.`, { roles: askers });

/** One desk for each pool of connections: it lives exactly as long, and a context stays free of state. */
const desks = new WeakMap<pg.Pool, AnsweringDesk>();
export function deskOf(house: Pick<House, 'pool' | 'clock' | 'keyring'>): AnsweringDesk {
  const known = desks.get(house.pool);
  if (known) return known;
  const desk = new AnsweringDesk(house);
  desks.set(house.pool, desk);
  return desk;
}
