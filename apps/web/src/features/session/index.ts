export { meQuery } from './queries.ts';
export { hasRole, isInsider, useMe } from './use-me.ts';
