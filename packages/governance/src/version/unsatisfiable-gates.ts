import { gates, type Policy, type RoleHolder, whoCouldSign } from '@countersign/lifecycle';
import { heldAt } from '../authority/held-at.ts';
import type { Context } from '../context.ts';

/**
 * Gates of a version that the people of today could not satisfy: each looked at alone, or all of them where only
 * keeping signers apart makes it impossible.
 */
export async function unsatisfiableGates(ctx: Context, versionId: string): Promise<string[]> {
  const found = await ctx.pool.query<{ policy: Policy; authors: string[]; people: RoleHolder[] }>(
    `SELECT (SELECT body FROM policy WHERE key = m.policy_key ORDER BY number DESC LIMIT 1) AS policy,
       (SELECT coalesce(array_agg(DISTINCT a.person_id::text), '{}') FROM version_author a WHERE a.version_id = v.id AND a.person_id IS NOT NULL) AS authors,
       (SELECT coalesce(json_agg(h), '[]') FROM (
          SELECT p.id AS "personId", array_agg(DISTINCT r.role) AS roles
          FROM person p JOIN role_assignment r ON r.person_id = p.id AND ${heldAt('r', '$2')} AND (r.model_id IS NULL OR r.model_id = m.id)
          WHERE p.active GROUP BY p.id ORDER BY p.id) h) AS people
     FROM version v JOIN model m ON m.id = v.model_id WHERE v.id = $1`,
    [versionId, ctx.clock()],
  );
  const facts = found.rows[0];
  if (!facts) return [];
  const outlook = whoCouldSign(facts.policy, facts.authors, facts.people);
  const alone = gates.filter((gate) => !outlook.gates[gate].satisfiable);
  if (alone.length > 0) return alone;
  return outlook.satisfiable ? [] : [...gates];
}
