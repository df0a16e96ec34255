export { modelsQuery, otherVersionsQuery, useModelChoices, versionsQuery } from './queries.ts';
export { VersionTable, versionColumns } from './version-table.tsx';
