import type { RuleSet } from './rule-set.ts';

export const sr262: RuleSet = {
  key: 'sr-26-2',
  title: 'SR 26-2, Revised Guidance on Model Risk Management',
  issuer: 'Board of Governors of the Federal Reserve System, with OCC and FDIC',
  issued: '2026-04-17',
  note: 'Guidance, not a rule; replaces SR 11-7 and SR 21-8. Scaled by materiality; generative and agentic AI are outside of its scope.',
  source: 'https://www.federalreserve.gov/supervisionreg/srletters/SR2602.htm',
  mapped: '2026-11-21',
  rules: [
    {
      ref: 'Materiality',
      about: 'Effort follows a model’s purpose, exposure and the reliance on it.',
      parts: ['tier', 'policy'],
      gap: 'Risk of models taken together is not computed.',
    },
    {
      ref: 'Model development and use',
      about: 'Purpose, design, data and testing are documented; use stays within what was intended.',
      parts: ['dossier', 'schema', 'goal', 'evidence'],
      gap: 'Whether the theory and the data suit the purpose is for people to judge and is not computed.',
    },
    {
      ref: 'Validation',
      about: 'An effective challenge by people who are independent of the development.',
      parts: ['signatures', 'authors', 'evidence', 'findings'],
      gap: null,
    },
    {
      ref: 'Ongoing monitoring',
      about: 'Performance is watched as long as a model is used, and outcomes are compared with it.',
      parts: ['predictions', 'completeness', 'findings'],
      gap: 'Outcomes are recorded; drift and performance over time are not computed yet.',
    },
    {
      ref: 'Governance and controls',
      about: 'Policies, roles, an inventory and the records of decisions.',
      parts: ['inventory', 'policy', 'access', 'entries', 'refusals'],
      gap: 'Reports to the board and internal audit’s own work are kept elsewhere.',
    },
    {
      ref: 'Vendor and other third-party products',
      about: 'Models of others are understood and validated as far as their makers let one.',
      parts: ['dossier', 'signatures', 'findings'],
      gap: 'Contracts and due diligence of vendors are kept elsewhere.',
    },
  ],
};
