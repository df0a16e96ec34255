import type { MetricClaim, NoteClaim } from '@countersign/contracts';
import type { Decision, Schema } from '@countersign/scoring';
import { runStandings } from '../experiment/run-standings.ts';
import type { Tx } from '../tx.ts';
import type { NamedRun } from './judge-best.ts';
import { type ClaimFacts, judgeClaim } from './judge-claim.ts';
import { type StatedClaim, statedClaims, versionsNamed } from './state-claim.ts';

interface FactsRow {
  readonly label: string;
  readonly schema: Schema | null;
  readonly rules: { readonly decision?: Decision | null };
  readonly dossier: { readonly metrics?: MetricClaim[]; readonly parameters?: Record<string, unknown> };
  readonly release_notes: string;
  readonly run_experiment: string | null;
  readonly run_key: string | null;
}

const factsSql = `SELECT v.label, v.schema, v.rules, v.run_experiment, v.run_key, r.dossier, r.release_notes
  FROM version v JOIN revision r ON r.version_id = v.id AND r.revision = v.revision`;

/** The claims of a version's notes in force, held against the figures, parameters and schemas of it and of whom they name. */
export async function judgeNotes(
  db: Pick<Tx, 'query'>,
  { id, modelId }: { readonly id: string; readonly modelId: string },
): Promise<NoteClaim[]> {
  const found = await db.query<FactsRow>(`${factsSql} WHERE v.id = $1`, [id]);
  const own = found.rows[0]!;
  const claims = statedClaims(own.release_notes);
  if (claims.length === 0) return [];
  const named = versionsNamed(claims);
  const rows = named.length
    ? (
        await db.query<FactsRow>(`${factsSql} WHERE v.model_id = $1 AND v.label = ANY($2::text[])`, [
          modelId,
          named,
        ])
      ).rows
    : [];
  const run = await namedRun(db, modelId, own, claims);
  const facts = { ...factsOf(own), run };
  const others = new Map(rows.map((row) => [row.label, factsOf(row)]));
  // What is said twice is judged once: comparing two schemas can take a while.
  const judged = new Map<string, NoteClaim>();
  return claims.map((claim) => {
    const key = JSON.stringify(claim);
    const verdict = judged.get(key) ?? judgeClaim(claim, facts, others);
    judged.set(key, verdict);
    return verdict;
  });
}

/** Read for claims to be the best alone. */
const namedRun = async (
  db: Pick<Tx, 'query'>,
  modelId: string,
  { run_experiment: experiment, run_key: run }: FactsRow,
  claims: readonly StatedClaim[],
): Promise<NamedRun | null> =>
  experiment === null || run === null
    ? null
    : {
        experiment,
        run,
        standings: await runStandings(
          db,
          { modelId, experiment, run },
          claims.flatMap((claim) => (claim.kind === 'best' ? [claim] : [])),
        ),
      };

const factsOf = ({ label, schema, rules, dossier }: FactsRow): ClaimFacts => ({
  label,
  schema,
  decision: rules.decision ?? null,
  metrics: dossier.metrics ?? [],
  parameters: dossier.parameters ?? {},
  run: null,
});
