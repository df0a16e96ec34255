export { experimentsQuery } from './queries.ts';
