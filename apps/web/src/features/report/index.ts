export { groupsIn, type ReportsSearch, reportsSearch, rulesIn } from './search.ts';
export { kindWord } from './words.ts';
