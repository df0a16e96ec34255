/**
 * For links that name their own `aria-current`: the router may call a link current only where path and search are
 * equal to the last parameter, else every filter of a page would count as chosen.
 */
export const selfState = { exact: true, includeSearch: true, explicitUndefined: true } as const;
