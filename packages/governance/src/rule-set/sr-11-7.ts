import type { RuleSet } from './rule-set.ts';

export const sr117: RuleSet = {
  key: 'sr-11-7',
  title: 'SR 11-7, Guidance on Model Risk Management',
  issuer: 'Board of Governors of the Federal Reserve System, with OCC',
  issued: '2011-04-04',
  note: 'Legacy: replaced by SR 26-2 on 2026-04-17. Kept for reports about the time before, and for programmes written against it.',
  source: 'https://www.federalreserve.gov/supervisionreg/srletters/sr1107.htm',
  mapped: '2026-11-21',
  rules: [
    {
      ref: 'IV. Model development, implementation, and use',
      about: 'A stated purpose, sound design, suitable data, testing before use, and use as intended.',
      parts: ['dossier', 'schema', 'goal', 'evidence', 'deployments'],
      gap: 'Assessment of the data’s quality is a document among the attachments, not computed.',
    },
    {
      ref: 'V. Model validation',
      about: 'Independent validation: conceptual soundness, ongoing monitoring, outcomes analysis.',
      parts: ['signatures', 'authors', 'evidence', 'findings', 'predictions'],
      gap: 'Back-testing over time is not computed yet; outcomes are recorded for it.',
    },
    {
      ref: 'VI. Governance, policies, and controls',
      about: 'Roles and responsibilities, policies, an inventory of models, documentation.',
      parts: ['inventory', 'tier', 'policy', 'access', 'entries'],
      gap: 'Oversight by the board and internal audit’s own work are kept elsewhere.',
    },
  ],
};
