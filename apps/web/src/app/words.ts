interface SectionPage {
  readonly name: string;
  readonly to:
    | '/'
    | '/inbox'
    | '/following'
    | '/models'
    | '/search'
    | '/deployments'
    | '/deployments/observed'
    | '/recalls'
    | '/notices'
    | '/consumers'
    | '/audit'
    | '/audit/verify'
    | '/audit/as-of'
    | '/audit/ledger'
    | '/predictions'
    | '/reports'
    | '/reports/scheduled'
    | '/reports/rules'
    | '/reports/samples'
    | '/develop'
    | '/develop/webhooks'
    | '/policies'
    | '/admin/people'
    | '/admin/services'
    | '/admin/access'
    | '/admin/fields'
    | '/admin/mail'
    | '/admin/retention'
    | '/admin/search';
}
interface Section {
  readonly word: 'Work' | 'Models' | 'Operate' | 'Evidence' | 'Develop';
  readonly to: SectionPage['to'];
  readonly paths: readonly string[];
  readonly pages: readonly SectionPage[];
}

/** The five words of the top bar, the pages under each, and the paths that belong to it. */
export const words: readonly Section[] = [
  {
    word: 'Work',
    to: '/',
    paths: ['/inbox', '/following'],
    pages: [
      { name: 'Overview', to: '/' },
      { name: 'Inbox', to: '/inbox' },
      { name: 'Following', to: '/following' },
    ],
  },
  {
    word: 'Models',
    to: '/models',
    paths: ['/models', '/search', '/m/', '/import'],
    pages: [
      { name: 'Models', to: '/models' },
      { name: 'Search', to: '/search' },
    ],
  },
  {
    word: 'Operate',
    to: '/deployments',
    paths: ['/deployments', '/recalls', '/notices', '/consumers'],
    pages: [
      { name: 'Deployments', to: '/deployments' },
      { name: 'What runs', to: '/deployments/observed' },
      { name: 'Recalls', to: '/recalls' },
      { name: 'Notices', to: '/notices' },
      { name: 'Consumers', to: '/consumers' },
    ],
  },
  {
    word: 'Evidence',
    to: '/audit',
    paths: ['/audit', '/predictions', '/p/', '/reports'],
    pages: [
      { name: 'Audit', to: '/audit' },
      { name: 'As of', to: '/audit/as-of' },
      { name: 'Ledger', to: '/audit/ledger' },
      { name: 'Predictions', to: '/predictions' },
      { name: 'Reports', to: '/reports' },
      { name: 'Samples', to: '/reports/samples' },
      { name: 'Scheduled', to: '/reports/scheduled' },
      { name: 'Rule sets', to: '/reports/rules' },
      { name: 'Verify', to: '/audit/verify' },
    ],
  },
  {
    word: 'Develop',
    to: '/develop',
    paths: ['/develop', '/policies', '/admin'],
    pages: [
      { name: 'Interfaces', to: '/develop' },
      { name: 'Webhooks', to: '/develop/webhooks' },
      { name: 'Policies', to: '/policies' },
      { name: 'People', to: '/admin/people' },
      { name: 'Service accounts', to: '/admin/services' },
      { name: 'Access review', to: '/admin/access' },
      { name: 'Fields', to: '/admin/fields' },
      { name: 'Retention', to: '/admin/retention' },
      { name: 'Mail', to: '/admin/mail' },
      { name: 'Search index', to: '/admin/search' },
    ],
  },
];

export type Word = Section;

export const wordOfPath = (path: string): Word['word'] | null =>
  path === '/'
    ? 'Work'
    : (words.find(({ paths }) => paths.some((prefix) => path.startsWith(prefix)))?.word ?? null);
