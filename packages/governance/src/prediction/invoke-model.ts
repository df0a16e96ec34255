import { type Answer, type Invocation, Refusal } from '@countersign/contracts';
import type { InputRow } from '@countersign/scoring';
import { requireScope } from '../authority/require-scope.ts';
import type { Context } from '../context.ts';
import { overtaken } from '../held-key.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { markHeld } from '../subject/held-subject.ts';
import { nameSubject, withoutSubject } from '../subject-field/name-subject.ts';
import type { SubjectFieldInForce } from '../subject-field/subject-field-in-force.ts';
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
 * the version still allowed to answer; a blocked one is answered for by its declared fallback, marked. A consumer that kept the
 * version before a switch is answered by that one.
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
  readonly declared: SubjectFieldInForce;
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
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const declared = await desk.subjectFieldOf(ctx, modelId);
    const references = await referencesOf(ctx, { modelId, declared, rows, input }, () =>
      desk.isDeclaredStill(ctx, modelId, declared),
    );
    if (!references) continue;
    const contents = askedContents(ctx, callerIds, rows, {
      environment,
      consumer,
      references,
      dataReference,
    });
    const question = { modelId, rows, consumer, declared, references, dataReference, contents, input };
    // Marked before it is read: whoever erases meanwhile finds the reply, or we find the answer erased.
    if (ctx.held && contents.size > 0)
      await markHeld(ctx.pool, [
        { held: ctx.held, hashes: references.flatMap(({ subjectHash: hash }) => hash ?? []) },
      ]);
    const earlier = await earlierAnswers(ctx, modelId, environment, contents);
    if (earlier) return earlier;
    const answer = await answerOnce(ctx, desk, question);
    if (answer) return answer;
  }
  throw new Refusal('STALE', 'Who answers changed again and again while this was scored. Ask once more.');
}

/**
 * Null where the rows say wrongly whom they are about, by a declaration that is over.
 * @throws Refusal BAD_INPUT or INPUT_REFUSED with the row where it is not
 */
async function referencesOf(
  { keyring }: Pick<Context, 'keyring'>,
  { modelId, declared, rows, input }: Pick<Question, 'modelId' | 'declared' | 'rows' | 'input'>,
  isDeclaredStill: () => Promise<boolean>,
): Promise<References[] | null> {
  const references: References[] = [];
  for (const [row, inputs] of rows.entries()) {
    try {
      const business = input.businessReferences?.[row];
      const subject = nameSubject(declared, inputs, input.subjects?.[row]);
      references.push({
        businessHash: business === undefined ? null : businessHash(keyring, modelId, business),
        subjectHash: subject === null ? null : subjectHash(keyring, subject),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!(await isDeclaredStill())) return null;
      throw new Refusal(error.code, error.message, { ...error.detail, row });
    }
  }
  return references;
}

/** Null where the answer may not leave, because what it was judged by changed meanwhile. */
async function answerOnce(ctx: Context, desk: AnsweringDesk, question: Question): Promise<Answer | null> {
  const { modelId, consumer, declared, references, dataReference, contents, input } = question;
  const { environment } = input;
  const answerer = await desk.answererOf(ctx, modelId, environment, consumer);
  const bySubject = references.some(({ subjectHash }) => subjectHash !== null);
  const known = answerer.champion.schema?.inputs ?? [];
  const rows = question.rows.map((row) => withoutSubject(declared, known, row));
  const scored = await scoreAnswers(ctx, answerer, { rows, consumer, bySubject, dataReference }).catch(
    async (error: unknown) => {
      // Nobody is refused in the name of a version that answers no more: a block is told before what it found wrong.
      const now = await desk.answererAnew(ctx, modelId, environment, consumer);
      if (now.deploymentId === answerer.deploymentId && now.subject.label === answerer.subject.label)
        throw error;
      return null;
    },
  );
  if (!scored) return null;
  const answer = answerOf(answerer, environment, scored);
  const outcome = await desk.queue.record({
    modelId,
    personId: ctx.actor.kind === 'person' ? ctx.actor.id : null,
    guard: answerer.guard,
    subjectFieldId: declared.id,
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
  if (outcome === 'declared-anew') desk.forgetSubjectField(modelId);
  if (outcome === 'not-serving') desk.forgetAnswerer(modelId, environment);
  if (outcome === 'forbidden') {
    desk.forgetAsker(ctx, modelId);
    throw forbidden();
  }
  return null;
}

const answerOf = (
  { subject, champion, fallback, pin }: Answerer,
  environment: string,
  { answers, warnings }: ScoredAnswers,
): Answer => ({
  model: subject.modelKey,
  version: subject.label,
  environment,
  answeredBy: fallback ? 'fallback' : pin ? 'pinned' : 'champion',
  ...(pin && { pin: { champion: pin.champion, until: pin.until.toISOString() } }),
  ...(fallback && { fallbackOf: { version: champion.label, recallId: fallback.recallId } }),
  predictions: answers,
  ...(warnings.length > 0 && {
    warnings: warnings.map(({ row, field, message }) => ({ row, field, message })),
  }),
});
