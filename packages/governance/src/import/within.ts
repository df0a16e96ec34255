/** A path in a folder of the archive. */
export const within = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`);
