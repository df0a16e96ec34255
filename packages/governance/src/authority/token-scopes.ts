/**
 * What a token may be used for. `read`: everything that its person may read. `register`: models, files, versions and
 * requests. `operate`: deployments and standing. `predict`: ask, record, replay. None signs.
 */
export const tokenScopes = ['read', 'register', 'operate', 'predict'] as const;
export type TokenScope = (typeof tokenScopes)[number];
