import { type AsOfRoles, type AsOfRolesFilter, Refusal } from '@countersign/contracts';
import { emptyState, isHeldAt, type LedgerState, type RoleState, roleKey } from '@countersign/ledger';
import { requireFullScope, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { parseInstant } from '../parse-instant.ts';
import { tellingEvents } from '../rebuild/telling-events.ts';
import { LedgerReader } from './ledger-reader.ts';
import { readNames } from './read-names-of.ts';

const byName = keyset('roles-as-of', 'text', 'text');

/** An auditor of a period asks for moments of that period. @throws Refusal FORBIDDEN */
function requireMoment({ windows }: Scope, at: Date): void {
  const isOpen = ({ modelId, from, to }: { modelId: string | null; from: Date | null; to: Date | null }) =>
    modelId === null && (from === null || from <= at) && (to === null || at < to);
  if (windows !== null && !windows.some(isOpen))
    throw new Refusal('FORBIDDEN', 'Your role as an auditor does not open the records of that time.');
}

/**
 * Who held which role at a past moment, from the entries alone, by name: begun, not over, and the account open.
 * @throws Refusal BAD_INPUT, NOT_FOUND, FORBIDDEN
 */
export async function listRolesAsOf(ctx: Context, input: AsOfRolesFilter): Promise<AsOfRoles> {
  const limit = limitOf(input);
  const moment = parseInstant(input.asOf, 'asOf');
  const [afterName = null, afterKey = null] = byName.decode(input.after);
  requireMoment(await requireFullScope(ctx), moment);
  const modelId = input.model === undefined ? null : await findModelId(ctx, input.model);
  return LedgerReader.at(ctx, moment, async (reader) => {
    const state = emptyState();
    await reader.apply(state, { where: 'l.event = ANY ($2)', values: [tellingEvents('people', 'roles')] });
    const held = heldAt(state, moment.toISOString()).filter(
      ({ person, model }) =>
        (input.personId === undefined || person === input.personId) &&
        (modelId === null || model === null || model === modelId),
    );
    const people = held.flatMap(({ person, deputyFor }) => [person, ...(deputyFor ? [deputyFor] : [])]);
    const names = await readNames(reader.client, people, []);
    const sorted = held
      .map((role) => ({ role, name: names.person(role.person).name.slice(0, 200), key: roleKey(role) }))
      .filter(({ name, key }) => afterName === null || isAfter([name, key], [afterName, afterKey ?? '']))
      .sort((a, b) => (isAfter([a.name, a.key], [b.name, b.key]) ? 1 : -1));
    const { rows, next } = cutPage(sorted.slice(0, limit + 1), limit, byName, ({ name, key }) => [name, key]);
    const keys = await readKeys(
      reader,
      rows.flatMap(({ role }) => role.model ?? []),
    );
    return {
      place: reader.place(),
      items: rows.map(({ role }) => ({
        person: names.person(role.person),
        role: role.role,
        model: role.model === null ? null : (keys.get(role.model) ?? role.model),
        deputyFor: role.deputyFor === null ? null : names.person(role.deputyFor),
        at: role.from ?? role.at,
        until: role.until === 'unknown' ? null : role.until,
        certain: role.held !== 'unknown' && role.until !== 'unknown',
        number: role.entry,
      })),
      next,
    };
  });
}

const isAfter = (
  [name, key]: readonly [string, string],
  [beforeName, beforeKey]: readonly [string, string],
) => name > beforeName || (name === beforeName && key > beforeKey);

const heldAt = ({ roles, people }: LedgerState, moment: string): RoleState[] =>
  [...roles.values()].filter(
    (role) => isHeldAt(role, moment) !== false && people.get(role.person)?.active === true,
  );

/** Keys of models never change, so today's are those of then. */
async function readKeys(
  { client }: LedgerReader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ id: string; key: string }>(
    'SELECT id, key FROM model WHERE id::text = ANY ($1)',
    [ids],
  );
  return new Map(rows.map(({ id, key }) => [id, key]));
}
