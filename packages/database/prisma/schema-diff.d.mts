export const schemaFolder: string;
export const migrationsFolder: string;
export function diffToSchema(options: {
  /** As a role that may make databases; without it the SQL starts from an empty database. */
  serverUrl?: string;
  schema?: string;
  migrations?: string;
  /** Names with their schema, such as public.prediction_default, that the comparison leaves out. */
  externalTables?: string[];
}): Promise<string>;
