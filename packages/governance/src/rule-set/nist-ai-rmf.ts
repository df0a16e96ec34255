import type { RuleSet } from './rule-set.ts';

export const nistAiRmf: RuleSet = {
  key: 'nist-ai-rmf',
  title: 'NIST AI 100-1, AI Risk Management Framework 1.0',
  issuer: 'National Institute of Standards and Technology',
  issued: '2023-01-26',
  note: 'Voluntary. Mapped by its four functions, not by each subcategory.',
  source: 'https://doi.org/10.6028/NIST.AI.100-1',
  mapped: '2026-11-21',
  rules: [
    {
      ref: 'Govern',
      about: 'Policies, accountability, an inventory, decommissioning.',
      parts: ['policy', 'access', 'inventory', 'entries'],
      gap: 'Culture, training and diversity of teams are not recorded.',
    },
    {
      ref: 'Map',
      about: 'Context, purpose, categories and impacts are understood.',
      parts: ['tier', 'goal', 'dossier', 'schema'],
      gap: 'Impact on people and communities is a document among the attachments.',
    },
    {
      ref: 'Measure',
      about: 'Trustworthiness is measured with fitting methods, and followed.',
      parts: ['evidence', 'predictions', 'findings'],
      gap: 'Fairness, privacy and environmental impact are evidence only where somebody brings them.',
    },
    {
      ref: 'Manage',
      about: 'Risks are ranked, answered, monitored and communicated.',
      parts: ['findings', 'marks', 'deployments', 'signatures'],
      gap: 'Performance after deployment is not computed yet.',
    },
  ],
};
