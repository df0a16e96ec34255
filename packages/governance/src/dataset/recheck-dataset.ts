import { createHash } from 'node:crypto';
import {
  type DatasetRecheck,
  type DatasetRechecked,
  type DatasetReference,
  type RecheckDataset,
  Refusal,
} from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { parse } from 'csv-parse/sync';
import { uuidv7 } from 'uuidv7';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';

const recheckers: readonly Role[] = ['developer', 'owner', 'reviewer', 'approver', 'operator', 'compliance'];

const refuse = (field: string, sentence: string) => new Refusal('BAD_INPUT', sentence, { field });

interface Yielded {
  readonly rows: number | null;
  readonly digest: string | null;
}

/** What was sent, counted and hashed here where it is the rows themselves. @throws Refusal BAD_INPUT */
function yielded({ rows, digest, content }: RecheckDataset): Yielded & { basis: 'checked' | 'claimed' } {
  if (!content) return { rows: rows ?? null, digest: digest ?? null, basis: 'claimed' };
  if (rows !== undefined || digest !== undefined)
    throw refuse('content', 'Send the rows, or their count and digest, not both.');
  return {
    rows: content.format === 'csv' ? csvRows(content.text) : jsonRows(content.text),
    digest: createHash('sha256').update(content.text).digest('hex'),
    basis: 'checked',
  };
}

/** @throws Refusal BAD_INPUT */
function csvRows(text: string): number {
  try {
    const records: unknown[] = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true });
    return Math.max(0, records.length - 1);
  } catch (error) {
    throw refuse('content.text', `This is no CSV: ${(error as Error).message}`);
  }
}

/** @throws Refusal BAD_INPUT */
function jsonRows(text: string): number {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const broken = lines.findIndex((line) => {
    try {
      JSON.parse(line);
      return false;
    } catch {
      return true;
    }
  });
  if (broken >= 0) throw refuse('content.text', `Line ${broken + 1} is no JSON.`);
  return lines.length;
}

/**
 * Somebody who can run the query of a dataset reference says what it yields now. It is held against what the reference recorded, and kept with who
 * and when; the portal connects to no database. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT where nothing can be compared
 */
export async function recheckDataset(ctx: Context, input: RecheckDataset): Promise<DatasetRechecked> {
  requireScope(ctx.actor, 'register');
  const now = yielded(input);
  const { id: versionId, attempt } = await attemptOn(ctx, 'recheck-dataset', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const { row } = await loadVersion(tx, { id: versionId }, 'none');
      await requireRole(tx, ctx.actor, row.model_id, recheckers);
      const { rows } = await tx.query<{ datasets: DatasetReference[] | null }>(
        "SELECT dossier->'datasets' AS datasets FROM revision WHERE version_id = $1 AND revision = $2",
        [versionId, row.revision],
      );
      const recorded = recordedOf(rows[0]?.datasets ?? [], input.dataset);
      const recheck = {
        id: uuidv7(),
        dataset: input.dataset,
        revision: row.revision,
        result: compare(recorded, now),
        ...now,
        recordedRows: recorded.rows,
        recordedDigest: recorded.digest,
        comment: input.comment ?? '',
      };
      await tx.query(
        `INSERT INTO dataset_recheck (id, version_id, revision, dataset, result, basis, rows, digest, recorded_rows, recorded_digest, comment, person_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          recheck.id,
          versionId,
          recheck.revision,
          recheck.dataset,
          recheck.result,
          recheck.basis,
          recheck.rows,
          recheck.digest,
          recheck.recordedRows,
          recheck.recordedDigest,
          recheck.comment,
          ctx.actor.id,
          tx.at,
        ],
      );
      const { id, dataset, comment, ...data } = recheck;
      return {
        result: recheck,
        events: [
          {
            event: 'version.dataset-rechecked',
            subject: { kind: 'version', id: versionId },
            versionId,
            modelId: row.model_id,
            data: { recheck: id, ...data },
            records: { dataset, ...(comment === '' ? {} : { comment }) },
          },
        ],
      };
    },
    { attempt },
  );
  return { recheck: result, receipt };
}

/** @throws Refusal NOT_FOUND, BAD_INPUT where the reference is no query, or recorded neither count nor digest */
function recordedOf(datasets: readonly DatasetReference[], name: string): Yielded {
  const named = datasets.filter((one) => one.name === name);
  if (named.length === 0)
    throw new Refusal('NOT_FOUND', 'This version has no such dataset reference.', { field: 'dataset' });
  const query = named.find(({ kind }) => kind === 'query');
  if (!query) throw refuse('dataset', 'This dataset reference is no query: there is nothing to run again.');
  const recorded = { rows: query.rows ?? null, digest: query.digest ?? null };
  if (recorded.rows === null && recorded.digest === null)
    throw refuse('dataset', 'This dataset reference recorded neither a number of rows nor a digest.');
  return recorded;
}

/** Whether all that both sides say is the same; a number alone does not tell the rows. @throws Refusal BAD_INPUT where they say nothing that both have */
function compare(recorded: Yielded, now: Yielded): DatasetRecheck['result'] {
  const both = (['rows', 'digest'] as const).filter((part) => recorded[part] !== null && now[part] !== null);
  if (both.length === 0)
    throw refuse(
      recorded.digest === null ? 'rows' : 'digest',
      `The reference recorded ${recorded.digest === null ? 'a number of rows' : 'a digest'} alone: send that.`,
    );
  if (both.some((part) => recorded[part] !== now[part])) return 'differs';
  return both.includes('digest') ? 'same' : 'counted';
}
