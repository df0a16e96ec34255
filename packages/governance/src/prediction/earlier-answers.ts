import { hash } from 'node:crypto';
import { type Answer, Refusal } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { fromTensors, type InputRow, rowOfTensors, unpackTensors } from '@countersign/scoring';
import type { Context } from '../context.ts';
import { openRecorded, type RecordedColumns, recordedSql } from './recorded-prediction.ts';

/** Digests of what is asked, by caller id: the same question again gets the same answer. */
export function askedContents(
  { keyring }: Pick<Context, 'keyring'>,
  callerIds: readonly string[] | undefined,
  rows: readonly InputRow[],
  asked: {
    readonly environment: string;
    readonly consumer: string;
    /** Keyed hashes: a plain digest of a reference could be found out by trying. */
    readonly references: readonly {
      readonly businessHash: Buffer | null;
      readonly subjectHash: Buffer | null;
    }[];
    readonly dataReference: Readonly<Record<string, string>> | null;
  },
): Map<string, string> {
  return new Map(
    (callerIds ?? []).map((callerId, index) => {
      const { environment, consumer, references, dataReference } = asked;
      const subject = references[index]?.subjectHash?.toString('hex');
      const question = {
        environment,
        consumer,
        inputs: rows[index] as JsonValue,
        businessReference: references[index]?.businessHash?.toString('hex') ?? null,
        ...(subject && { subject }),
        ...(dataReference && { dataReference: { ...dataReference } }),
      };
      const content = hash('sha256', canonicalJson(question));
      // A plain digest of what is known about a subject could be found out by trying, also after it was erased.
      return [callerId, subject ? keyring.keyedHash(content, 'content-of-subject').toString('hex') : content];
    }),
  );
}

/**
 * The answer that these caller ids had before; null where none of them is known.
 * @throws Refusal CONFLICT where one of them stands for another question, or its outputs were not kept
 */
export async function earlierAnswers(
  ctx: Context,
  modelId: string,
  environment: string,
  contents: ReadonlyMap<string, string>,
): Promise<Answer | null> {
  if (contents.size === 0) return null;
  const callerIds = [...contents.keys()];
  const known = await ctx.pool.query<{ caller_id: string; prediction_id: string; content: string }>(
    'SELECT caller_id, prediction_id, content FROM caller_id WHERE model_id = $1 AND caller_id = ANY($2)',
    [modelId, callerIds],
  );
  if (known.rows.length === 0) return null;
  const other = known.rows.find(({ caller_id, content }) => contents.get(caller_id) !== content);
  if (other || known.rows.length !== callerIds.length) {
    throw new Refusal('CONFLICT', 'A caller id stands for another request already.', {
      callerId: (other ?? known.rows[0]!).caller_id,
    });
  }
  const found = await ctx.pool.query<RecordedColumns>(`${recordedSql} WHERE p.id = ANY($1)`, [
    known.rows.map(({ prediction_id }) => prediction_id),
  ]);
  const byCaller = new Map(found.rows.map((row) => [row.caller_id, openRecorded(ctx.keyring, row)]));
  const made = callerIds.map((callerId) => byCaller.get(callerId)!);
  const [first] = made as [ReturnType<typeof openRecorded>];
  const lost = made.find(({ outputs }) => outputs === null);
  if (lost) {
    throw new Refusal(
      'CONFLICT',
      'This was answered already, and the model keeps no outputs: the answer cannot be given a second time. Ask under other caller ids.',
      { reason: 'outputs-not-kept', predictionId: lost.id },
    );
  }
  return {
    model: first.model_key,
    version: first.label,
    environment,
    answeredBy: first.mode === 'fallback' || first.mode === 'pinned' ? first.mode : 'champion',
    predictions: made.map(({ id, schema, outputs, row, decision }) => ({
      id,
      outputs: fromTensors(schema!, rowOfTensors(unpackTensors(outputs!), row))[0]!,
      ...(decision && decision.outcome !== null && { decision: String(decision.outcome) }),
    })),
  };
}
