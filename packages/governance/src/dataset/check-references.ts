import { type DatasetReference, Refusal } from '@countersign/contracts';
import { carriesCredentials } from './credentials.ts';
import { kindProblem, type Problem } from './kind-rules.ts';
import { hasHidden, pathProblem, uriProblem } from './reference-texts.ts';

/**
 * Holds dataset references against what their kinds ask for, without any file. Nothing is fetched.
 * @throws Refusal BAD_INPUT with `field` (`datasets.2.source.size`) and the reason; what lets somebody in is never repeated
 */
export function checkReferences(datasets: readonly DatasetReference[]): void {
  const names = new Map<string, number>();
  datasets.forEach((dataset, at) => {
    const name = dataset.name.normalize('NFKC').toLowerCase().trim();
    const first = names.get(name);
    if (first !== undefined) refuse(at, 'name', `is the name of dataset reference ${first + 1} too`);
    names.set(name, at);
    const problem = textProblem(dataset, '') ?? generalProblem(dataset) ?? kindProblem(dataset);
    if (problem) refuse(at, problem.field, problem.reason);
  });
}

export function refuse(at: number, field: string, reason: string): never {
  throw new Refusal('BAD_INPUT', `Dataset reference ${at + 1}: ${field} ${reason}.`, {
    field: `datasets.${at}.${field}`,
    reason,
  });
}

/** Hidden characters and credentials, wherever a text stands; a query may have lines. */
function textProblem(value: unknown, field: string): Problem | null {
  if (typeof value === 'string') {
    if (carriesCredentials(value))
      return { field, reason: 'carries credentials; name the place without what opens it' };
    const shown = field === 'query' ? value.replace(/[\r\n\t]/g, ' ') : value;
    return hasHidden(shown) ? { field, reason: 'has characters that are not shown' } : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, part] of Object.entries(value)) {
    const at = field === '' ? name : `${field}.${name}`;
    if (hasHidden(name) || carriesCredentials(name))
      return { field: field || 'source', reason: 'has a name inside that cannot be shown' };
    const problem = textProblem(part, at);
    if (problem) return problem;
  }
  return null;
}

function generalProblem({ uri, timeRange, source }: DatasetReference): Problem | null {
  if (uri !== undefined) {
    const reason = uriProblem(uri);
    if (reason) return { field: 'uri', reason };
  }
  if (timeRange) {
    const [start, end] = [instantOf(timeRange.start, 'start'), instantOf(timeRange.end, 'end')];
    if (start === null) return { field: 'timeRange.start', reason: 'is no date or moment of ISO 8601' };
    if (end === null) return { field: 'timeRange.end', reason: 'is no date or moment of ISO 8601' };
    if (start > end) return { field: 'timeRange.end', reason: 'is before its start' };
  }
  const file = source?.file;
  if (file !== undefined) {
    const reason = pathProblem(file);
    if (reason) return { field: 'source.file', reason };
  }
  return null;
}

const form = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** In ms since 1970; a day that ends something counts to its end, a moment without a zone as UTC. */
function instantOf(text: string, side: 'start' | 'end'): number | null {
  if (!form.test(text)) return null;
  const day = text.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The 31st of June would be read as the 1st of July.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  if (text.length === 10) return side === 'start' ? midnight : midnight + 86_399_999;
  const moment = text.replace(' ', 'T');
  const at = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(moment) ? moment : `${moment}Z`);
  return Number.isNaN(at) ? null : at;
}
