import type { PersonRow } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';

export interface PersonStored {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: PersonRow['state'];
  readonly roles: PersonRow['roles'];
  readonly last_sign_in_at: Date | null;
}

/** Columns of a `PersonStored`, from `person p`; roles are those held at the moment given as SQL. */
export const personColumns = (at: string): string => `p.id, p.name, p.email, p.last_sign_in_at,
  CASE WHEN NOT p.active THEN 'closed' WHEN p.password_hash IS NULL THEN 'invited' ELSE 'active' END AS state,
  (SELECT coalesce(json_agg(json_build_object('role', r.role, 'modelKey', m.key) ORDER BY r.granted_at, r.id), '[]'::json)
   FROM role_assignment r LEFT JOIN model m ON m.id = r.model_id
   WHERE r.person_id = p.id AND p.active AND ${heldAt('r', at)}) AS roles`;

export const toPersonRow = ({ last_sign_in_at: lastSignInAt, ...row }: PersonStored): PersonRow => ({
  ...row,
  lastSignInAt: lastSignInAt?.toISOString() ?? null,
});
