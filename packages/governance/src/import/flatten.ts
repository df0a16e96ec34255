import { FormatFault } from '../dataset/format-fault.ts';
import { isMapping } from './mapping.ts';

const maxLevels = 64;

/** The leaves of a mapping by dotted names, each as text; a list is one leaf, as JSON. @throws FormatFault where it nests too deep */
export function flatten(value: unknown, name = '', level = 0): [name: string, text: string][] {
  if (level > maxLevels) throw new FormatFault(name.slice(0, 80), 'nests too deep');
  if (isMapping(value))
    return Object.entries(value).flatMap(([key, of]) =>
      flatten(of, name === '' ? key : `${name}.${key}`, level + 1),
    );
  if (value === undefined) return [];
  return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
}
