import { type LookUpSubject, Refusal, type SubjectLookUp } from '@countersign/contracts';
import { requireScope } from '../authority/require-scope.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { type Attempt, recordRefusal } from '../ledger/record-refusal.ts';
import { findModelId } from '../model/find-model.ts';
import { limitOf } from '../paging.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { markHeld } from '../subject/held-subject.ts';
import { afterOf, readSearched } from './list-predictions.ts';
import { narrowPredictions } from './narrow-predictions.ts';
import { subjectHash } from './reference-hash.ts';

const installation = { kind: 'installation', id: 'subjects' } as const;

/**
 * Predictions about one person or thing, in all models that one may read. Every look-up is an entry, also one that finds
 * nothing and each further page: who, when, the keyed hash, how many were found, and the reason in a record beside it.
 * What was looked for itself is in neither. Nothing is shown before the entry is committed.
 * @throws Refusal NOT_FOUND, FORBIDDEN (recorded), or BAD_INPUT
 */
export async function lookUpSubject(ctx: Context, input: LookUpSubject): Promise<SubjectLookUp> {
  requireScope(ctx.actor, 'read');
  const { subject, reason, ...filter } = input;
  refuseBrokenJson({ subject, reason }, '');
  const limit = limitOf(filter);
  const after = afterOf(filter);
  const hash = subjectHash(ctx.keyring, subject);
  const modelId = filter.model === undefined ? undefined : await findModelId(ctx, filter.model);
  const attempt: Attempt = { command: 'look-up-subject', subject: installation, ...(modelId && { modelId }) };
  const narrowed = await narrowPredictions(ctx, { ...filter, subjectHash: hash }).catch(async (error) => {
    if (error instanceof Refusal) await recordRefusal(ctx, error, attempt);
    throw error;
  });
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      if (ctx.held) await markHeld(tx, [{ held: ctx.held, hashes: [hash] }]);
      const list = await readSearched({ pool: tx, keyring: ctx.keyring }, narrowed, after, limit);
      const found = list.total ?? { count: list.items.length, more: list.next !== null };
      return {
        result: list,
        events: [
          {
            event: 'subject.looked-up',
            subject: installation,
            ...(modelId && { modelId }),
            data: {
              hash: hash.toString('hex'),
              found: found.count,
              more: found.more,
              shown: list.items.length,
              continued: after !== null,
              from: filter.from ?? null,
              to: filter.to ?? null,
            },
            records: { reason },
          },
        ],
      };
    },
    { attempt },
  );
  return { ...result, receipt };
}
