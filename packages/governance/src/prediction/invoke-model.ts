import { type Answer, type Invocation, Refusal } from '@countersign/contracts';
import type { InputRow } from '@countersign/scoring';
import { requireScope } from '../authority/require-scope.ts';
import type { Context } from '../context.ts';
import { overtaken } from '../held-key.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { type AnsweringDesk, deskOf, forbidden } from './answering-desk.ts';
import { checkDataReference } from './check-data-reference.ts';
import { askedContents, earlierAnswers } from './earlier-answers.ts';
import type { Answerer } from './find-answerer.ts';
import { invocationRows } from './invocation-rows.ts';
import { unlessUnavailable } from './is-unavailable.ts';
import { businessHash, subjectHash } from './reference-hash.ts';
import { type ScoredAnswers, scoreAnswers } from './score-answers.ts';

export interface InvokeModel extends Invocation {
  readonly model: string;
  readonly environment: string;
}

/** Times that who answers is looked up again because it changed while we scored. */
const attempts = 5;

/**
 * Asks the champion of an environment. Every row is recorded before the answer leaves, in a transaction that also finds
 * the version still allowed to answer; a blocked one is answered for by its declared fallback, marked.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, TOO_LARGE, INPUT_REFUSED, NO_DEPLOYMENT, BLOCKED_VERSION, SUSPENDED,
 * CONFLICT, DEADLINE, RATE_LIMITED, SCORING_FAILED or DATABASE_UNAVAILABLE
 */
export const invokeModel = (ctx: Context, input: InvokeModel): Promise<Answer> =>
  unlessUnavailable(invoke(ctx, input));

/** Keyed hashes of what a row was said to be about. */
interface References {
  readonly businessHash: Buffer | null;
  readonly subjectHash: Buffer | null;
}

interface Question {
  readonly modelId: string;
  readonly rows: readonly InputRow[];
  readonly consumer: string;
  readonly references: readonly References[];
  readonly dataReference: Readonly<Record<string, string>> | null;
  readonly contents: ReadonlyMap<string, string>;
  readonly input: InvokeModel;
}

async function invoke(ctx: Context, input: InvokeModel): Promise<Answer> {
  requireScope(ctx.actor, 'predict');
  const kept = ctx.held?.effects.shift() as Answer | undefined;
  if (kept) return kept;
  const desk = deskOf(ctx);
  const modelId = await desk.modelIdOf(ctx, input.model);
  await desk.requireAsker(ctx, modelId);
  const rows = invocationRows(input);
  const { environment, callerIds, businessReferences, subjects } = input;
  refuseBrokenJson({ consumer: input.consumer, callerIds, businessReferences, subjects }, '');
  const dataReference = input.dataReference ? checkDataReference(input.dataReference) : null;
  const consumer = input.consumer ?? (ctx.actor.kind === 'person' ? ctx.actor.name : ctx.actor.id);
  if (callerIds) refuseBrokenJson(rows, 'inputs');
  const references = rows.map((_, index): References => {
    const [business, subject] = [businessReferences?.[index], subjects?.[index]];
    return {
      businessHash: business === undefined ? null : businessHash(ctx.keyring, modelId, business),
      subjectHash: subject === undefined ? null : subjectHash(ctx.keyring, subject),
    };
  });
  const contents = askedContents(ctx, callerIds, rows, { environment, consumer, references, dataReference });
  const question: Question = { modelId, rows, consumer, references, dataReference, contents, input };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const earlier = await earlierAnswers(ctx, modelId, environment, contents);
    if (earlier) return earlier;
    const answer = await answerOnce(ctx, desk, question);
    if (answer) return answer;
  }
  throw new Refusal('STALE', 'Who answers changed again and again while this was scored. Ask once more.');
}

/** Null where the answer may not leave, because what it was judged by changed meanwhile. */
async function answerOnce(ctx: Context, desk: AnsweringDesk, question: Question): Promise<Answer | null> {
  const { modelId, rows, consumer, references, dataReference, contents, input } = question;
  const { environment } = input;
  const answerer = await desk.answererOf(ctx, modelId, environment);
  const bySubject = input.subjects !== undefined;
  const scored = await scoreAnswers(ctx, answerer, { rows, consumer, bySubject, dataReference });
  const answer = answerOf(answerer, environment, scored);
  const outcome = await desk.queue.record({
    modelId,
    personId: ctx.actor.kind === 'person' ? ctx.actor.id : null,
    guard: answerer.guard,
    runs: scored.runs,
    predictions: scored.predictions.map((made, index) => ({
      ...made,
      callerId: input.callerIds?.[index] ?? null,
      ...references[index]!,
    })),
    contents,
    kept: ctx.held ? { held: ctx.held, effect: answer } : null,
  });
  if (outcome === 'recorded') return answer;
  if (outcome === 'overtaken') throw overtaken();
  if (outcome === 'not-serving') desk.forgetAnswerer(modelId, environment);
  if (outcome === 'forbidden') {
    desk.forgetAsker(ctx, modelId);
    throw forbidden();
  }
  return null;
}

const answerOf = (
  { subject, champion, fallback }: Answerer,
  environment: string,
  { answers, warnings }: ScoredAnswers,
): Answer => ({
  model: subject.modelKey,
  version: subject.label,
  environment,
  answeredBy: fallback ? 'fallback' : 'champion',
  ...(fallback && { fallbackOf: { version: champion.label, recallId: fallback.recallId } }),
  predictions: answers,
  ...(warnings.length > 0 && {
    warnings: warnings.map(({ row, field, message }) => ({ row, field, message })),
  }),
});
