import { createHmac } from 'node:crypto';

/** Everything that one connection to the embedded server needs. */
export interface ServerAddress {
  port: number;
  secret: string;
}

/** Runs the cluster; used by the launcher alone. */
export const administratorRole = 'countersign_admin';
/** Owns the database and applies migrations. */
export const ownerRole = 'countersign_owner';
/** What the running application connects as: it may append to the ledger but never change it. */
export const applicationRole = 'countersign';
export const databaseName = 'countersign';

/** One secret is kept; each role's password is derived from it, so that none opens the next role's door. */
export const rolePassword = (secret: string, role: string): string =>
  createHmac('sha256', secret).update(`countersign/postgres/${role}`).digest('base64url');

export const serverUrl = ({ port, secret }: ServerAddress, role: string, database: string): string =>
  `postgresql://${role}:${rolePassword(secret, role)}@127.0.0.1:${port}/${database}?sslmode=disable`;

export const administratorUrl = (address: ServerAddress): string =>
  serverUrl(address, administratorRole, 'postgres');
