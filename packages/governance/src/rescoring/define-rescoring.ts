import {
  type InputCondition,
  type InputCorrection,
  Refusal,
  type RequestRescoring,
} from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import type { Schema } from '@countersign/scoring';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { refuseUnfit } from '../recall/affected-inputs.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { instantsOf } from '../time-zone.ts';
import { missingInputs } from './carried-inputs.ts';
import { basisOf, comparedOutput } from './compare-answers.ts';
import { findPair, type Pair } from './find-pair.ts';
import type { RescoringDefinition } from './rescoring-stored.ts';

export interface DefinedRescoring {
  readonly pair: Pair;
  readonly definition: RescoringDefinition;
  /** Hex SHA-256 of its canonical form. */
  readonly digest: string;
  readonly recallId: string | null;
}

/** What would be re-scored, names checked and days as moments. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT */
export async function defineRescoring(ctx: Context, asked: RequestRescoring): Promise<DefinedRescoring> {
  refuseBrokenJson(asked, '');
  const pair = await findPair(ctx, asked);
  const { conditions = [], corrections = [], tolerance = null, period } = asked;
  const schemas = pair.versions.flatMap(({ schema }) => (schema ? [schema] : []));
  checkConditions(schemas, conditions);
  checkCorrections(schemas, pair.fixed.schema, corrections);
  const { schema } = pair.fixed;
  const basis = basisOf(schema);
  const output = comparedOutput(schema);
  if (basis === 'number' && tolerance === null)
    throw new Refusal('BAD_INPUT', 'Say by how much a number has to move to count as flipped.', {
      field: 'tolerance',
    });
  const instants = period ? await instantsOf(ctx.pool, period) : null;
  const definition: RescoringDefinition = {
    versions: pair.versions.map(({ label }) => label),
    fixed: pair.fixed.label,
    period:
      period && instants
        ? { ...period, start: instants.start.toISOString(), end: instants.end.toISOString() }
        : null,
    conditions,
    corrections,
    basis,
    output: basis === 'number' && output ? { name: output.name, unit: output.unit ?? null } : null,
    tolerance,
  };
  return {
    pair,
    definition,
    digest: sha256Hex(canonicalJson(definition as unknown as JsonValue)),
    recallId: asked.recallId === undefined ? null : await recallOf(ctx, asked.recallId, pair),
  };
}

async function recallOf({ pool }: Context, id: string, pair: Pair): Promise<string> {
  const { rows } = await pool.query<{ version_id: string }>('SELECT version_id FROM recall WHERE id = $1', [
    id,
  ]);
  const versionId = rows[0]?.version_id;
  if (versionId === undefined) throw new Refusal('NOT_FOUND', 'There is no such recall.', { id });
  if (!pair.versions.some((version) => version.id === versionId))
    throw new Refusal('BAD_INPUT', 'The recall is of another version.', { field: 'recallId' });
  return id;
}

/** Versions may differ in their inputs: each condition is about one that some of them have. */
function checkConditions(schemas: readonly Schema[], conditions: readonly InputCondition[]): void {
  const having = (field: string) =>
    schemas.find(({ inputs }) => inputs.some(({ name }) => name === field)) ?? schemas[0] ?? null;
  for (const condition of conditions) refuseUnfit(having(condition.field), [condition], 'conditions');
}

function checkCorrections(
  schemas: readonly Schema[],
  fixed: Schema,
  corrections: readonly InputCorrection[],
): void {
  const given = new Set(schemas.flatMap(({ inputs }) => inputs.map(({ name }) => name)));
  const wanted = new Map(fixed.inputs.map((input) => [input.name, input]));
  const seen = new Set<string>();
  for (const [index, { field, from = field, factor, offset, value }] of corrections.entries()) {
    const refused = (message: string) => new Refusal('BAD_INPUT', message, { field: `corrections.${index}` });
    const input = wanted.get(field);
    if (!input) throw refused(`${field} is no input of the fixed version.`);
    if (seen.has(field)) throw refused(`${field} is corrected twice.`);
    seen.add(field);
    if (value !== undefined) continue;
    if (!given.has(from)) throw refused(`${from} is no input of these versions.`);
    const isNumber = input.dtype !== 'string' && input.dtype !== 'bool';
    if ((factor !== undefined || offset !== undefined) && !isNumber)
      throw refused(`${field} is no number that could be converted.`);
  }
  if (schemas.length > 0 && schemas.every((schema) => missingInputs(schema, fixed, corrections).length > 0)) {
    const missing = missingInputs(schemas[0]!, fixed, corrections);
    throw new Refusal(
      'BAD_INPUT',
      `The fixed version wants inputs that were never given: ${missing.join(', ')}. Say what each is to be.`,
      { field: 'corrections', missing: [...missing] },
    );
  }
}
