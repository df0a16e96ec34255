import { type Gate, gates, type Policy, type RoleHolder, whoCouldSign } from '@countersign/lifecycle';
import { heldAt } from '../authority/held-at.ts';
import type { Context } from '../context.ts';

/** What decides who could sign: people with the roles that they hold now, and the authors among them. */
export interface SigningFacts {
  readonly people: readonly RoleHolder[];
  readonly authors: readonly string[];
}

/** For a model, with the authors of one of its versions; null: roles that are held everywhere, and no author. */
export async function readSigningFacts(
  ctx: Context,
  about: { readonly modelId: string; readonly versionId: string | null } | null,
): Promise<SigningFacts> {
  const found = await ctx.pool.query<{ authors: string[]; people: RoleHolder[] }>(
    `SELECT (SELECT coalesce(array_agg(DISTINCT a.person_id::text), '{}') FROM version_author a
         WHERE a.version_id = $2 AND a.person_id IS NOT NULL) AS authors,
       (SELECT coalesce(json_agg(h), '[]') FROM (
          SELECT p.id AS "personId", array_agg(DISTINCT r.role) AS roles
          FROM person p JOIN role_assignment r ON r.person_id = p.id AND ${heldAt('r', '$3')} AND (r.model_id IS NULL OR r.model_id = $1)
          WHERE p.active AND NOT EXISTS (SELECT FROM version_author w WHERE w.version_id = $2 AND w.person_id = r.deputy_for) GROUP BY p.id, p.name ORDER BY p.name, p.id) h) AS people`,
    [about?.modelId ?? null, about?.versionId ?? null, ctx.clock()],
  );
  return found.rows[0]!;
}

/** Gates looked at alone, or all of them where only keeping signers apart makes it impossible. */
export function unsatisfiableUnder(policy: Policy, { authors, people }: SigningFacts): Gate[] {
  const outlook = whoCouldSign(policy, authors, people);
  const alone = gates.filter((gate) => !outlook.gates[gate].satisfiable);
  if (alone.length > 0) return alone;
  return outlook.satisfiable ? [] : [...gates];
}
