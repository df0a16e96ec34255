import type { RuleSet } from './rule-set.ts';

export const iso42001: RuleSet = {
  key: 'iso-42001',
  title: 'ISO/IEC 42001:2023, AI management system',
  issuer: 'ISO and IEC',
  issued: '2023-12',
  note: 'A management system of an organisation: the portal holds records for parts of Annex A alone. Clauses 4 to 10 are the organisation’s own.',
  source: 'https://www.iso.org/standard/81230.html',
  mapped: '2026-11-21',
  rules: [
    {
      ref: 'Clauses 4 to 10',
      about: 'Context, leadership, planning, support, operation, evaluation, improvement.',
      parts: [],
      gap: 'Kept elsewhere: the management system itself.',
    },
    {
      ref: 'A.2',
      about: 'A policy for AI, reviewed.',
      parts: ['policy'],
      gap: 'Policies of models’ gates are here; the organisation’s policy for AI is kept elsewhere.',
    },
    {
      ref: 'A.3',
      about: 'Roles and responsibilities, and reporting of concerns.',
      parts: ['access', 'authors', 'marks'],
      gap: null,
    },
    {
      ref: 'A.4',
      about: 'Resources: data, tools, systems and people are documented.',
      parts: ['dossier', 'authors'],
      gap: 'Competence of people is not recorded.',
    },
    {
      ref: 'A.5',
      about: 'Impacts of AI systems are assessed.',
      parts: ['tier'],
      gap: 'The assessment itself is a document among the attachments.',
    },
    {
      ref: 'A.6',
      about: 'Life cycle: requirements, design, verification, deployment, operation, logs.',
      parts: ['dossier', 'evidence', 'signatures', 'deployments', 'predictions', 'entries'],
      gap: 'Monitoring in operation is not computed yet.',
    },
    {
      ref: 'A.7',
      about: 'Data: acquisition, quality, provenance, preparation.',
      parts: ['dossier'],
      gap: 'Claimed by the developer, by reference and digest; quality is not examined here.',
    },
    {
      ref: 'A.8',
      about: 'Information for interested parties, incidents included.',
      parts: ['marks', 'goal'],
      gap: 'Consumers are not followed until each has moved yet.',
    },
    {
      ref: 'A.9',
      about: 'Responsible and intended use.',
      parts: ['goal', 'predictions', 'refusals'],
      gap: null,
    },
    { ref: 'A.10', about: 'Relations with suppliers and customers.', parts: [], gap: 'Kept elsewhere.' },
  ],
};
