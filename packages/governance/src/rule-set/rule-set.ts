/**
 * Kinds of records that Countersign keeps, by which rules are mapped. Each stands in a section of a report (by its key) or,
 * where it has none, on a page of the portal.
 */
export const recordParts = {
  inventory: { title: 'Versions with stage, standing and dates', section: 'versions' },
  tier: { title: 'Risk tier by questionnaire, signed', section: 'versions' },
  authors: { title: 'Authors, registrant, owner', section: 'versions' },
  dossier: {
    title: 'Dossier: artifacts, data references, parameters, metrics, notes, by digest',
    section: 'versions',
  },
  schema: { title: 'Inputs, outputs, sensitive attributes', section: 'versions' },
  signatures: { title: 'Signatures with name, time, meaning, reason and assurance', section: 'signatures' },
  goal: { title: 'Approved uses, thresholds and until when', section: 'signatures' },
  policy: { title: 'Policy in force at each gate', section: 'signatures' },
  evidence: { title: 'Evidence, checked or claimed', section: 'evidence' },
  findings: { title: 'Findings with owner and due date', section: 'findings' },
  deployments: { title: 'Deployments, rollbacks and stops', section: 'deployments' },
  marks: { title: '“Do not use” and advisories with reasons', section: 'marks' },
  predictions: { title: 'Recorded predictions, reproducible', section: 'predictions' },
  completeness: { title: 'Counts and gaps of predictions', section: 'completeness' },
  entries: { title: 'Entries of the ledger with proofs', section: 'entries' },
  access: { title: 'Roles, who granted them, access review', section: 'entries' },
  refusals: { title: 'Refused attempts', section: 'entries' },
  retention: { title: 'Retention, legal holds and erasure', section: 'entries' },
} as const;
export type RecordPart = keyof typeof recordParts;

/** One rule, in our words, and where records that bear on it are. */
export interface Rule {
  /** As the rule set counts: `Article 12`. */
  readonly ref: string;
  /** What it is about, in our words; the text itself counts. */
  readonly about: string;
  readonly parts: readonly RecordPart[];
  /** What it asks for that is kept elsewhere or by nobody; null where we know of nothing. */
  readonly gap: string | null;
}

/** A dated set of rules. A new issue is a new set: what a report said about an old one stays true. */
export interface RuleSet {
  readonly key: string;
  readonly title: string;
  readonly issuer: string;
  /** Day of issue, `2026-04-17`, or the month or year where no day is given. */
  readonly issued: string;
  /** What to know before using it: what it replaced, what replaced it, whom it binds. */
  readonly note: string;
  readonly source: string;
  /** Day on which this mapping was written. */
  readonly mapped: string;
  readonly rules: readonly Rule[];
}
