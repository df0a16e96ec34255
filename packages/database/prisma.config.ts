import { defineConfig } from 'prisma/config';

// No address of a database: the migrations are applied by src/migrate.ts, not by Prisma's CLI.
export default defineConfig({ schema: 'prisma/schema', migrations: { path: 'prisma/migrations' } });
