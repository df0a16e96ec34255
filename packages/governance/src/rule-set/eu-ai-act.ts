import type { RuleSet } from './rule-set.ts';

export const euAiAct: RuleSet = {
  key: 'eu-ai-act',
  title: 'Regulation (EU) 2024/1689 (AI Act), high-risk systems',
  issuer: 'European Parliament and Council',
  issued: '2024-06-13',
  note: 'From when a system falls under these articles depends on what it is and on later acts: look that up for yours. The ledger’s tamper evidence is ours; Article 12 does not ask for it.',
  source: 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj',
  mapped: '2026-11-21',
  rules: [
    {
      ref: 'Article 9',
      about: 'A risk-management system over the whole life of the system.',
      parts: ['tier', 'findings', 'evidence', 'marks'],
      gap: 'Analysis of risks to health, safety and rights is a document among the attachments.',
    },
    {
      ref: 'Article 10',
      about: 'Governance of training, validation and test data.',
      parts: ['dossier', 'schema'],
      gap: 'Origin, preparation and bias of the data are claimed by the developer; they are not examined here.',
    },
    {
      ref: 'Article 11 and Annex IV',
      about: 'Technical documentation, kept up to date.',
      parts: ['dossier', 'schema', 'authors', 'evidence', 'signatures'],
      gap: 'Hardware, interfaces of the product around the model and the declaration of conformity are kept elsewhere.',
    },
    {
      ref: 'Article 12',
      about: 'Events are logged automatically over the lifetime of the system.',
      parts: ['predictions', 'completeness', 'deployments', 'entries'],
      gap: 'Predictions of models that record a sample or a reference alone, and of systems that do not send theirs, are missing by that much.',
    },
    {
      ref: 'Article 13',
      about: 'Deployers get what they need to understand and use the system.',
      parts: ['goal', 'schema', 'dossier', 'marks'],
      gap: 'Instructions for use are the release notes and documents of the version, as far as somebody wrote them.',
    },
    {
      ref: 'Article 14',
      about: 'People can oversee the system and stop it.',
      parts: ['marks', 'deployments', 'signatures'],
      gap: 'Oversight of single decisions happens where they are made, outside of the portal.',
    },
    {
      ref: 'Article 15',
      about: 'Accuracy, robustness and cybersecurity.',
      parts: ['evidence', 'goal'],
      gap: 'Resistance to attacks on the model is evidence only where somebody brings a test of it.',
    },
    {
      ref: 'Article 18',
      about: 'Documentation is kept for ten years.',
      parts: ['retention', 'entries'],
      gap: 'The portal keeps what it is told to keep; that backups last as long is the installation’s part.',
    },
    {
      ref: 'Article 19',
      about: 'Automatically generated logs are kept, six months at least.',
      parts: ['predictions', 'retention', 'completeness'],
      gap: null,
    },
    {
      ref: 'Article 20',
      about: 'Corrective action: correct, withdraw, disable or recall, and inform the deployers.',
      parts: ['marks', 'deployments', 'findings'],
      gap: 'Consumers are not followed until each has moved yet; authorities are informed by people.',
    },
    {
      ref: 'Article 26',
      about: 'Duties of deployers: use as instructed, oversight, monitoring, keeping logs.',
      parts: ['goal', 'predictions', 'deployments', 'retention'],
      gap: 'Informing workers and affected persons is not recorded.',
    },
  ],
};
