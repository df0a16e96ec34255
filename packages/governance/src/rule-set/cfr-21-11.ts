import type { RuleSet } from './rule-set.ts';

export const cfr2111: RuleSet = {
  key: '21-cfr-11',
  title: '21 CFR Part 11, electronic records and signatures',
  issuer: 'Food and Drug Administration',
  issued: '1997-03-20',
  note: 'Procedures around the system (training, standard operating procedures, validation of the installation) are the organisation’s part throughout.',
  source: 'https://www.ecfr.gov/current/title-21/chapter-I/subchapter-A/part-11',
  mapped: '2026-11-21',
  rules: [
    {
      ref: '11.10(a)',
      about: 'The system is validated.',
      parts: [],
      gap: 'Validation of an installation is the organisation’s; the product’s tests are in its repository.',
    },
    {
      ref: '11.10(b), (c)',
      about: 'Accurate copies, and protection of records while they are kept.',
      parts: ['entries', 'retention'],
      gap: null,
    },
    {
      ref: '11.10(d), (g)',
      about: 'Access is limited to authorised people, by checks of authority.',
      parts: ['access', 'refusals'],
      gap: null,
    },
    {
      ref: '11.10(e)',
      about: 'Time-stamped audit trails that keep what was before.',
      parts: ['entries'],
      gap: 'Time is the server’s clock: that it is right is the installation’s part.',
    },
    {
      ref: '11.10(f)',
      about: 'Steps happen in their permitted order.',
      parts: ['policy', 'signatures', 'inventory'],
      gap: null,
    },
    {
      ref: '11.50',
      about: 'A signature shows name, time and meaning, on screen and in print.',
      parts: ['signatures'],
      gap: null,
    },
    {
      ref: '11.70',
      about: 'A signature cannot be moved to another record.',
      parts: ['signatures', 'dossier'],
      gap: null,
    },
    {
      ref: '11.100',
      about: 'A signature belongs to one person, whose identity was verified.',
      parts: ['signatures', 'access'],
      gap: 'Verifying who a person is, and the certification to the agency, are the organisation’s.',
    },
    {
      ref: '11.200',
      about: 'Two components at first, one for each further signing of one sitting.',
      parts: ['signatures'],
      gap: null,
    },
    {
      ref: '11.300',
      about: 'Controls of passwords and of devices that bear codes.',
      parts: ['access'],
      gap: 'Ageing of passwords is not enforced; single sign-on leaves it to the provider.',
    },
  ],
};
