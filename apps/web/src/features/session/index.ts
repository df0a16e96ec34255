export { meQuery } from './queries.ts';
export { hasRole, useMe } from './use-me.ts';
