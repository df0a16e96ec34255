import pg from 'pg';
import { appendOnlyTables } from './append-only-tables.ts';

const JOBS = 'graphile_worker';

/**
 * Grants the application role what it may do, and takes back everything else: read and write ordinary tables, only
 * read and append the append-only ones, work on the jobs. To be called by the owner after every migration, and after
 * the job queue has made its tables. Returns false, granting nothing, where both addresses name one role or where the
 * application role could override grants anyway: then only triggers protect what is append-only.
 */
export async function grantApplicationRole(ownerUrl: string, applicationUrl: string): Promise<boolean> {
  const role = decodeURIComponent(new URL(applicationUrl).username);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'countersign grant' });
  client.on('error', () => {});
  await client.connect();
  try {
    if (!(await isRestrictable(client, role))) return false;
    await client.query('begin');
    await grantTables(client, pg.escapeIdentifier(role));
    await grantJobs(client, role);
    await client.query('commit');
    return true;
  } finally {
    await client.end();
  }
}

async function isRestrictable(client: pg.Client, role: string): Promise<boolean> {
  const { rows } = await client.query(
    `select rolname = current_user or rolsuper or pg_has_role(rolname, current_user, 'member') as overrides
     from pg_roles where rolname = $1`,
    [role],
  );
  if (!rows[0]) {
    throw new Error(
      `The database does not know the role "${role}" of DATABASE_URL. Create it, or let both addresses name one role.`,
    );
  }
  return !rows[0].overrides;
}

async function grantTables(client: pg.Client, role: string): Promise<void> {
  const appendOnly = await partsOf(client, appendOnlyTables);
  await client.query(`
    revoke all on all tables in schema public from public, ${role};
    grant usage on schema public to ${role};
    grant select, insert, update, delete on all tables in schema public to ${role};
    revoke update, delete on ${appendOnly.join(', ')} from ${role};
    revoke insert, update, delete on _prisma_migrations from ${role};
    grant usage, select on all sequences in schema public to ${role};
    grant execute on all functions in schema public to ${role};
  `);
}

/** The tables of these names that exist, with their partitions, ready to stand in a statement. */
async function partsOf(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query(
    `with recursive part(id) as (
       select oid from pg_class where relnamespace = 'public'::regnamespace and relname = any($1)
       union all
       select inhrelid from pg_inherits join part on inhparent = id
     )
     select id::regclass::text as name from part order by 1`,
    [tables],
  );
  return rows.map((row) => row.name);
}

async function grantJobs(client: pg.Client, roleName: string): Promise<void> {
  const { rows } = await client.query('select to_regnamespace($1) is not null as exists', [JOBS]);
  if (!rows[0].exists) return;
  const role = pg.escapeIdentifier(roleName);
  await client.query(`
    grant usage on schema ${JOBS} to ${role};
    grant select, insert, update, delete on all tables in schema ${JOBS} to ${role};
    grant usage, select on all sequences in schema ${JOBS} to ${role};
    grant execute on all functions in schema ${JOBS} to ${role};
  `);
  // The job queue hides its rows from everybody but the owner; a policy shows them to the application.
  const guarded = await client.query(
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace = $1::regnamespace and c.relrowsecurity
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = $2)`,
    [JOBS, policyName(roleName)],
  );
  for (const { name } of guarded.rows) {
    const policy = pg.escapeIdentifier(policyName(roleName));
    await client.query(`create policy ${policy} on ${name} to ${role} using (true) with check (true)`);
  }
}

const policyName = (role: string) => `application ${role}`.slice(0, 63);
