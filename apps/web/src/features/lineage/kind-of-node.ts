export const kindOfNode = (id: string): string => id.slice(0, id.indexOf(':'));
