import type { GateView, PersonRef } from '@countersign/contracts';
import { type Role, signingRoles } from '@countersign/lifecycle';
import { heldAt } from '../authority/held-at.ts';
import { instant } from './version-details-row.ts';

/** What a page says about gates beside the version's state; times are RFC 3339 UTC. */
export interface GateFacts {
  readonly requests: readonly Omit<NonNullable<GateView['request']>, 'policy'>[];
  /** People who hold a role that signs, with the roles that they hold on this model. */
  readonly people: readonly (PersonRef & { readonly roles: readonly Role[] })[];
  readonly signers: readonly PersonRef[];
  /** The latest evidence of each kind. */
  readonly latest: readonly {
    readonly id: string;
    readonly kind: string;
    readonly environmentId: string | null;
  }[];
  /** All of them, production first. */
  readonly environments: readonly EnvironmentFacts[];
  /** Open requests for the expedited road. */
  readonly expedited: readonly ExpeditedAsked[];
  /** The latest request for the expedited road, whatever became of it. */
  readonly road: string | null;
}

export interface EnvironmentFacts {
  readonly id: string;
  readonly key: string;
  readonly production: boolean;
}

/** An open request for the expedited road: its one signature fills no place of a gate. */
export interface ExpeditedAsked {
  readonly id: string;
  readonly environment_id: string;
  readonly incident: string;
}

/** More holders of a role than this are not listed one by one. */
const mostPeople = 200;
const signing = signingRoles.map((role) => `'${role}'`).join(', ');
const list = (select: string) => `(SELECT coalesce(json_agg(x), '[]'::json) FROM (${select}) x)`;

/** JSON of `GateFacts`, from `version v`, at `$3`. */
export const gateFacts = `json_build_object(
  'requests', ${list(`
    SELECT r.id, r.revision, r.comment, json_build_object('id', r.person_id, 'name', coalesce(p.name, 'Unknown person')) AS by,
      ${instant('r.opened_at')} AS at, ${instant('r.due_at')} AS "dueAt"
    FROM request r LEFT JOIN person p ON p.id = r.person_id WHERE r.version_id = v.id AND r.incident IS NULL`)},
  'people', ${list(`
    SELECT p.id, p.name, json_agg(DISTINCT a.role) AS roles FROM role_assignment a JOIN person p ON p.id = a.person_id
    WHERE p.active AND ${heldAt('a', '$3')} AND a.role IN (${signing}) AND NOT EXISTS (SELECT FROM version_author w WHERE w.version_id = v.id AND w.person_id = a.deputy_for) AND (a.model_id IS NULL OR a.model_id = v.model_id)
    GROUP BY p.id, p.name ORDER BY p.name, p.id LIMIT ${mostPeople}`)},
  'signers', ${list('SELECT id, name FROM person WHERE id IN (SELECT person_id FROM sign_off WHERE version_id = v.id)')},
  'latest', ${list(`
    SELECT DISTINCT ON (kind, environment_id) id, kind, environment_id AS "environmentId" FROM evidence
    WHERE version_id = v.id ORDER BY kind, environment_id, at DESC, id DESC`)},
  'environments', ${list('SELECT id, key, production FROM environment ORDER BY production DESC, key')},
  'expedited', ${list("SELECT id, environment_id, incident FROM request WHERE version_id = v.id AND incident IS NOT NULL AND state = 'open'")},
  'road', (SELECT id FROM request WHERE version_id = v.id AND incident IS NOT NULL ORDER BY opened_at DESC, id DESC LIMIT 1)
)`;
