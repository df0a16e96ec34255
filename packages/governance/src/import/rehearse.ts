import { type ImportInput, type ImportPlan, Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { preparing } from '../prepared.ts';
import type { ReadImport } from './read-import.ts';
import { type Aim, aimOf, attachDocument } from './write-document-of.ts';
import { writeRunsOf } from './write-runs-of.ts';
import { manifestOf, rehearseVersion } from './write-version-of.ts';

type Rehearsed = Pick<ImportPlan, 'adds' | 'blockers'> & { readonly aim: Aim };

/** Does an import in a transaction that never commits, and tells what it added or what refused it. */
export async function rehearse(ctx: Context, read: ReadImport, input: ImportInput): Promise<Rehearsed> {
  const { model, draft } = read;
  const own = draft.blockers.map((message) => ({ code: 'IMPORT_REFUSED', message }));
  const client = await ctx.pool.connect();
  let broken: Error | undefined;
  let aim: Aim = null;
  try {
    await client.query('BEGIN');
    const tx: Tx = { at: ctx.clock(), ...preparing(client) };
    const { runs, values } = await writeRunsOf(tx, ctx, model, draft.runs);
    aim = await aimOf(tx, model, draft, input);
    if (aim === 'version' && draft.version)
      await rehearseVersion(tx, ctx, model, await manifestOf(tx, read, draft.version, input));
    if (aim === 'document' && draft.document)
      await attachDocument(tx, ctx, { model: model.key, version: input.version! }, draft.document);
    return {
      adds: { runs, values, version: aim === 'version', document: aim === 'document' },
      blockers: own,
      aim,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message } = error;
    return {
      adds: { runs: 0, values: 0, version: false, document: false },
      blockers: [...own, { code, message }],
      aim,
    };
  } finally {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    client.release(broken);
  }
}
