import { limits } from '@countersign/contracts';
import { parseFrontMatter } from '../version/front-matter.ts';

const operators = ['<', '<=', '>', '>=', '==', '!='] as const;
export type Operator = (typeof operators)[number];
const signs: Record<Operator, string> = { '<': '<', '<=': '≤', '>': '>', '>=': '≥', '==': '=', '!=': '≠' };

/** What release notes claim, read but not yet judged. Labels name versions of the same model. */
export type StatedClaim =
  | {
      readonly kind: 'metric';
      readonly metric: string;
      readonly dataset: string;
      readonly op: Operator;
      readonly bound: { readonly value: number } | { readonly than: string };
      /** SHA-256 of the data on which the figures were taken, where the claim names them. */
      readonly digest: string | null;
    }
  | { readonly kind: 'unchanged'; readonly what: 'parameters' | 'schema'; readonly since: string }
  /** Its run among the runs of its experiment. */
  | { readonly kind: 'best'; readonly metric: string; readonly by: 'highest' | 'lowest' }
  | { readonly kind: 'unreadable'; readonly text: string; readonly problem: string };

const shownLength = 200;
const metricKeys = ['metric', 'dataset', 'op', 'value', 'than', 'digest'];
const unchangedKeys = ['unchanged', 'since'];
const bestKeys = ['best', 'by'];

/**
 * The claims in the front matter of release notes. What is not understood is a claim too, that cannot be checked:
 * nothing is passed over in silence.
 */
export function statedClaims(markdown: string): StatedClaim[] {
  const facts = parseFrontMatter(markdown);
  if (facts === null) {
    if (!/^---\r?\n/.test(markdown)) return [];
    return [
      {
        kind: 'unreadable',
        text: 'The front matter',
        problem: 'The head of the release notes cannot be read.',
      },
    ];
  }
  if (facts.claims === undefined || facts.claims === null) return [];
  if (!Array.isArray(facts.claims)) return [unreadable(facts.claims, 'Claims are a list, one line each.')];
  if (facts.claims.length > limits.noteClaims)
    return [
      {
        kind: 'unreadable',
        text: `${facts.claims.length} claims`,
        problem: `Release notes hold at most ${limits.noteClaims} claims.`,
      },
    ];
  return facts.claims.map(statedClaim);
}

function statedClaim(item: unknown): StatedClaim {
  if (typeof item !== 'object' || item === null)
    return unreadable(item, 'A claim names its parts: {metric, dataset, op, value}, for instance.');
  const claim = item as Readonly<Record<string, unknown>>;
  if ('unchanged' in claim) return unchanged(claim);
  if ('best' in claim) return best(claim);
  if ('metric' in claim) return metric(claim);
  return unreadable(
    item,
    'A claim says what it is about: a metric, what is unchanged, or what its run is best on.',
  );
}

function metric(claim: Readonly<Record<string, unknown>>): StatedClaim {
  const { op, value } = claim;
  const [name, dataset, than, digest] = [claim.metric, claim.dataset, claim.than, claim.digest].map(textOf);
  const strange = Object.keys(claim).find((key) => !metricKeys.includes(key));
  if (strange) return unreadable(claim, `A claim about a metric knows no “${strange}”.`);
  if (!name || !dataset) return unreadable(claim, 'A claim about a metric names the metric and the dataset.');
  if (!operators.includes(op as Operator))
    return unreadable(claim, `A claim about a metric compares by one of ${operators.join(' ')}.`);
  if ((typeof value === 'number') === (than !== null))
    return unreadable(
      claim,
      'A claim about a metric has either a number as its value, or a version to be held against.',
    );
  const bound = typeof value === 'number' ? { value } : { than: than ?? '' };
  return {
    kind: 'metric',
    metric: name,
    dataset,
    op: op as Operator,
    bound,
    digest: digest?.toLowerCase() ?? null,
  };
}

function unchanged(claim: Readonly<Record<string, unknown>>): StatedClaim {
  const [what, since] = [claim.unchanged, claim.since].map(textOf);
  const strange = Object.keys(claim).find((key) => !unchangedKeys.includes(key));
  if (strange) return unreadable(claim, `A claim that something is unchanged knows no “${strange}”.`);
  if (what !== 'parameters' && what !== 'schema')
    return unreadable(claim, 'What can be claimed to be unchanged are the parameters or the schema.');
  if (!since) return unreadable(claim, 'A claim that something is unchanged names the version since when.');
  return { kind: 'unchanged', what, since };
}

function best(claim: Readonly<Record<string, unknown>>): StatedClaim {
  const metric = textOf(claim.best);
  const { by } = claim;
  const strange = Object.keys(claim).find((key) => !bestKeys.includes(key));
  if (strange) return unreadable(claim, `A claim to be the best knows no “${strange}”.`);
  if (!metric) return unreadable(claim, 'A claim to be the best names the metric.');
  if (by !== 'highest' && by !== 'lowest')
    return unreadable(claim, 'A claim to be the best says whether by the highest or the lowest figure.');
  return { kind: 'best', metric, by };
}

/** A label such as 2.0 is written without quotation marks and read as a number. */
const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;

function unreadable(item: unknown, problem: string): StatedClaim {
  const text = typeof item === 'string' ? item : JSON.stringify(item);
  return {
    kind: 'unreadable',
    text: text.length > shownLength ? `${text.slice(0, shownLength)}…` : text,
    problem,
  };
}

/** The versions that the claims speak of beside their own. */
export const versionsNamed = (claims: readonly StatedClaim[]): string[] => [
  ...new Set(
    claims.flatMap((claim) => {
      if (claim.kind === 'unchanged') return [claim.since];
      return claim.kind === 'metric' && 'than' in claim.bound ? [claim.bound.than] : [];
    }),
  ),
];

/** A claim as a person reads it. */
export function claimText(claim: StatedClaim): string {
  switch (claim.kind) {
    case 'metric': {
      const bound = 'value' in claim.bound ? String(claim.bound.value) : `that of ${claim.bound.than}`;
      return `${claim.metric} on ${claim.dataset} ${signs[claim.op]} ${bound}`;
    }
    case 'unchanged':
      return claim.what === 'schema'
        ? `the same schema as ${claim.since}`
        : `no parameter changed since ${claim.since}`;
    case 'best':
      return `best of its experiments on ${claim.metric} (${claim.by})`;
    case 'unreadable':
      return claim.text;
  }
}
