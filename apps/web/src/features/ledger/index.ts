export { mailboxesQuery } from './queries.ts';
