import type { EventGroup, ReportHead } from '@countersign/contracts';

const groupWord: Readonly<Record<EventGroup, string>> = {
  dossier: 'registration and dossiers',
  'sign-offs': 'requests and sign-offs',
  evidence: 'evidence and findings',
  deployments: 'deployments',
  standing: 'blocks and advisories',
  discussion: 'discussion and suggestions',
  predictions: 'predictions and look-ups',
  models: 'models',
  access: 'people, roles and access',
  rules: 'policies and settings',
  reports: 'reports',
  refusals: 'refused attempts',
};

interface Stated {
  readonly definition: ReportHead['definition'];
  readonly about: string;
  readonly size: number;
  /** Answered in the period, whenever they were recorded and sealed. */
  readonly predictions: number;
  readonly entries: { readonly count: number; readonly first: number | null; readonly last: number | null };
}

/** What the report states, and nothing that it did not compute. */
export function recordStatement({ definition, about, size, entries, predictions }: Stated): string[] {
  const { period, events, people } = definition;
  const when = period
    ? `From ${period.from} to ${period.to}, both days whole, in ${period.zone},`
    : 'From its beginning';
  const subject = aboutWords(definition, about);
  const kinds = events ? ` of these kinds: ${events.map((group) => groupWord[group]).join(', ')}` : '';
  const whose = people ? ` by or about ${people.length === 1 ? 'the person named' : 'the people named'}` : '';
  const against = `This was made against the first ${size.toLocaleString('en')} entries of the ledger.`;
  if (entries.count === 0)
    return [
      `${when} the ledger has no entry ${subject}${whose}${kinds}. ${predictions === 0 ? 'Nothing happened that Countersign records.' : `${predictions.toLocaleString('en')} ${predictions === 1 ? 'prediction was' : 'predictions were'} answered in that time and recorded at another.`}`,
      against,
    ];
  return [
    `${when} the ledger has ${counted(entries.count)} ${subject}${whose}${kinds}. ${entries.count === 1 ? 'It is' : 'All of them are'} listed here.`,
    against,
  ];
}

const counted = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'}`;

const aboutWords = (
  { models, versions, prediction, customer, people }: ReportHead['definition'],
  about: string,
): string => {
  if (prediction || customer) return 'about what is cited here';
  if (models || versions)
    return `about ${about
      .split(', ')
      .slice(0, (models ? 1 : 0) + (versions ? 1 : 0))
      .join(' and ')}`;
  return people ? '' : 'of any kind';
};
