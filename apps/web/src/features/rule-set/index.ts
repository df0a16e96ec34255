export { ruleSetsQuery } from './queries.ts';
