import { type PoliciesPage, type PolicyBody, type PolicyOutlook, Refusal } from '@countersign/contracts';
import { gates, type Policy, whoCouldSign } from '@countersign/lifecycle';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { readNames } from '../person/read-names.ts';
import { publishers } from './set-switching.ts';
import { readSigningFacts, type SigningFacts } from './signing-facts.ts';

/** Names shown of the people who could take a place; all of them are counted. */
const namesShown = 20;

/**
 * The policies in force and who could sign under them today: all of them with the people of the whole installation, or a
 * model's own with the people of that model. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function listPolicies(
  ctx: Context,
  input: { readonly model?: string | undefined } = {},
): Promise<PoliciesPage> {
  const scope = await requireInsight(ctx);
  const model = input.model === undefined ? null : await findModel(ctx, input.model);
  if (model) requireModelIn(scope, model.id);
  const published = await ctx.db.policy.findMany({
    ...(model ? { where: { key: model.policy_key } } : {}),
    distinct: ['key'],
    orderBy: [{ key: 'asc' }, { number: 'desc' }],
    select: { body: true, publishedAt: true },
  });
  const facts = await readSigningFacts(ctx, model && { modelId: model.id, versionId: model.version_id });
  const nameOf = await readNames(
    ctx,
    facts.people.map(({ personId }) => personId),
  );
  return {
    model: model && { id: model.id, key: model.key, name: model.name },
    version: model?.label ?? null,
    policies: published
      .map(({ body, publishedAt }) => outlookOf(body as unknown as PolicyBody, publishedAt, facts, nameOf))
      .sort((one, other) => severity(one) - severity(other)),
    mayPublish: publishers.some((role) => scope.rolesOn(null).includes(role)),
  };
}

const severity = ({ policy }: PolicyOutlook): number => ['low', 'moderate', 'high'].indexOf(policy.tier);

function outlookOf(
  policy: PolicyBody,
  publishedAt: Date,
  { people, authors }: SigningFacts,
  nameOf: (id: string) => { id: string; name: string },
): PolicyOutlook {
  const outlook = whoCouldSign(policy as Policy, authors, people);
  const holders = (ids: readonly string[]) => ({
    count: ids.length,
    people: ids.slice(0, namesShown).map(nameOf),
  });
  const operators = people.filter(({ roles }) => roles.includes('operator'));
  return {
    policy,
    publishedAt: publishedAt.toISOString(),
    gates: gates.map((gate) => ({
      gate,
      places: outlook.gates[gate].places.map(({ role, quorum, candidates }) => ({
        role,
        quorum,
        ...holders(candidates),
      })),
      satisfiable: outlook.gates[gate].satisfiable,
    })),
    satisfiable: outlook.satisfiable,
    operators: holders(operators.map(({ personId }) => personId)),
    deployable: outlook.deployable,
  };
}

interface FoundModel {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly policy_key: string;
  readonly version_id: string | null;
  readonly label: string | null;
}

async function findModel(ctx: Context, key: string): Promise<FoundModel> {
  const found = await ctx.pool.query<FoundModel>(
    `SELECT m.id, m.key, m.name, m.policy_key, v.id AS version_id, v.label FROM model m
     LEFT JOIN LATERAL (SELECT id, label FROM version WHERE model_id = m.id ORDER BY number DESC LIMIT 1) v ON true
     WHERE m.key = $1`,
    [key],
  );
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', `There is no model ${key}.`, { model: key });
  return found.rows[0];
}
