import { hash } from 'node:crypto';
import { type Answer, Refusal } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { fromTensors, type InputRow, rowOfTensors, unpackTensors } from '@countersign/scoring';
import type { Context } from '../context.ts';
import { type RecordedPrediction, recordedSql } from './recorded-prediction.ts';

/** Digests of what is asked, by caller id: the same question again gets the same answer. */
export function askedContents(
  callerIds: readonly string[] | undefined,
  rows: readonly InputRow[],
  asked: {
    readonly environment: string;
    readonly consumer: string;
    readonly businessReferences: readonly string[] | undefined;
  },
): Map<string, string> {
  return new Map(
    (callerIds ?? []).map((callerId, index) => {
      const { environment, consumer, businessReferences } = asked;
      const question = {
        environment,
        consumer,
        inputs: rows[index] as JsonValue,
        businessReference: businessReferences?.[index] ?? null,
      };
      return [callerId, hash('sha256', canonicalJson(question))];
    }),
  );
}

/**
 * The answer that these caller ids had before; null where none of them is known.
 * @throws Refusal CONFLICT where one of them stands for another question
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
  const found = await ctx.pool.query<RecordedPrediction>(`${recordedSql} WHERE p.id = ANY($1)`, [
    known.rows.map(({ prediction_id }) => prediction_id),
  ]);
  const byCaller = new Map(found.rows.map((row) => [row.caller_id, row]));
  const made = callerIds.map((callerId) => byCaller.get(callerId)!);
  const [first] = made as [RecordedPrediction];
  return {
    model: first.model_key,
    version: first.label,
    environment,
    answeredBy: first.mode === 'fallback' ? 'fallback' : 'champion',
    predictions: made.map(({ id, schema, outputs, row, decision }) => ({
      id,
      outputs: fromTensors(schema!, rowOfTensors(unpackTensors(outputs), row))[0]!,
      ...(decision && decision.outcome !== null && { decision: String(decision.outcome) }),
    })),
  };
}
