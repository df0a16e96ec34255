export { CompareLink, pairText } from './compare-link.tsx';
export { ModelSelect } from './model-select.tsx';
export {
  modelsQuery,
  otherVersionsQuery,
  useModelChoices,
  versionsQuery,
} from './queries.ts';
export { servingText, VersionTable, versionColumns } from './version-table.tsx';
