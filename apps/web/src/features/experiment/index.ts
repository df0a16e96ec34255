export { experimentsQuery } from './queries.ts';
export { metricText, statusWord } from './run-words.ts';
