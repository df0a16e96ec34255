import type { DataReference } from '@countersign/contracts';
import { parseInstant } from '../parse-instant.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';

/** Where the data scored came from, with its times in one form. @throws Refusal BAD_INPUT */
export function checkDataReference(reference: DataReference): Record<string, string> {
  refuseBrokenJson(reference, 'dataReference');
  return Object.fromEntries(
    Object.entries(reference).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, times.has(name) ? timeOf(name, value) : value]],
    ),
  );
}

const times = new Set(['from', 'to', 'featuresAt']);
const timeOf = (name: string, text: string): string =>
  parseInstant(text, `dataReference.${name}`).toISOString();
