import type pg from 'pg';
import {
  applicationRole,
  databaseName,
  ownerRole,
  rolePassword,
  type ServerAddress,
} from './server-roles.ts';

/** Makes the two roles and the database where they are missing, and sets the passwords that the secret yields. */
export async function prepareRoles(client: pg.Client, { secret }: ServerAddress): Promise<void> {
  const { rows } = await client.query('select rolname from pg_roles');
  const known = new Set(rows.map((row) => row.rolname));
  for (const role of [ownerRole, applicationRole]) {
    const verb = known.has(role) ? 'alter' : 'create';
    const password = client.escapeLiteral(rolePassword(secret, role));
    await client.query(`${verb} role ${role} login password ${password}`);
  }
  const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
  if (!rowCount) await client.query(`create database ${databaseName} owner ${ownerRole}`);
}
