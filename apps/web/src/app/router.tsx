import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { accessSearch } from '../features/access/search.ts';
import { importSearch } from '../features/as-found/search.ts';
import { asOfSearch } from '../features/as-of/search.ts';
import { completenessSearch } from '../features/completeness/search.ts';
import { deploymentsSearch } from '../features/deployment/search.ts';
import { developSearch } from '../features/develop/search.ts';
import { auditSearch } from '../features/entry/search.ts';
import { retentionSearch } from '../features/erasure/search.ts';
import { inboxSearch } from '../features/inbox/search.ts';
import { ledgerSearch } from '../features/ledger/search.ts';
import { mailSearch } from '../features/mail/search.ts';
import { modelSearch, modelsSearch } from '../features/model/search.ts';
import { fieldsSearch } from '../features/model-field/search.ts';
import { peopleSearch, personSearch } from '../features/person/search.ts';
import { policiesSearch } from '../features/policy/search.ts';
import { predictionsSearch } from '../features/prediction/search.ts';
import { recallsSearch } from '../features/recall/search.ts';
import { reportsSearch } from '../features/report/search.ts';
import { reviewSearch } from '../features/review/search.ts';
import { samplesSearch } from '../features/sample/search.ts';
import { schedulesSearch } from '../features/schedule/search.ts';
import { serviceSearch, servicesSearch } from '../features/service-account/search.ts';
import { meQuery } from '../features/session/index.ts';
import { versionSearch } from '../features/version/search.ts';
import { webhookSearch, webhooksSearch } from '../features/webhook/search.ts';
import { routerBase, withoutBase } from './base-path.ts';
import { Frame } from './frame.tsx';
import { queryClient } from './query-client.ts';
import { NothingHere, NothingHereAlone, RouteProblem } from './route-states.tsx';
import { parseSearch, stringifySearch, textIn } from './search-text.ts';

const root = createRootRoute({
  component: Outlet,
  errorComponent: RouteProblem,
  notFoundComponent: NothingHereAlone,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; problem?: string } => ({
    next: textIn(search.next),
    problem: textIn(search.problem),
  }),
  component: lazyRouteComponent(() => import('../features/session/sign-in-page.tsx'), 'SignInPage'),
});

const choosePassword = createRoute({
  getParentRoute: () => root,
  path: '/choose-password',
  component: lazyRouteComponent(
    () => import('../features/session/choose-password-page.tsx'),
    'ChoosePasswordPage',
  ),
});

const confirmMailbox = createRoute({
  getParentRoute: () => root,
  path: '/confirm-mailbox',
  component: lazyRouteComponent(
    () => import('../features/ledger/confirm-mailbox-page.tsx'),
    'ConfirmMailboxPage',
  ),
});

const signOnDone = createRoute({
  getParentRoute: () => root,
  path: '/sign-on-done',
  validateSearch: (search: Record<string, unknown>): { problem?: string } => ({
    problem: textIn(search.problem),
  }),
  component: lazyRouteComponent(() => import('../features/session/sign-on-done-page.tsx'), 'SignOnDonePage'),
});

const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: '/sign-in', search: { next: withoutBase(location.href) } });
  },
  component: Frame,
  notFoundComponent: NothingHere,
});

const parent = () => frame;

const home = createRoute({
  getParentRoute: parent,
  path: '/',
  component: lazyRouteComponent(() => import('../features/home/home-page.tsx'), 'HomePage'),
});
const inbox = createRoute({
  getParentRoute: parent,
  path: '/inbox',
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import('../features/inbox/inbox-page.tsx'), 'InboxPage'),
});
const models = createRoute({
  getParentRoute: parent,
  path: '/models',
  validateSearch: modelsSearch,
  component: lazyRouteComponent(() => import('../features/model/models-page.tsx'), 'ModelsPage'),
});
const newModel = createRoute({
  getParentRoute: parent,
  path: '/models/new',
  component: lazyRouteComponent(() => import('../features/model/new-model-page.tsx'), 'NewModelPage'),
});
const importAsFound = createRoute({
  getParentRoute: parent,
  path: '/import',
  validateSearch: importSearch,
  component: lazyRouteComponent(() => import('../features/as-found/import-page.tsx'), 'ImportPage'),
});
const model = createRoute({
  getParentRoute: parent,
  path: '/m/$model',
  validateSearch: modelSearch,
  component: lazyRouteComponent(() => import('../features/model/model-page.tsx'), 'ModelPage'),
});
const tier = createRoute({
  getParentRoute: parent,
  path: '/m/$model/tier',
  component: lazyRouteComponent(() => import('../features/tier/tier-page.tsx'), 'TierPage'),
});
const recording = createRoute({
  getParentRoute: parent,
  path: '/m/$model/recording',
  component: lazyRouteComponent(() => import('../features/recording/recording-page.tsx'), 'RecordingPage'),
});
const completeness = createRoute({
  getParentRoute: parent,
  path: '/m/$model/completeness',
  validateSearch: completenessSearch,
  component: lazyRouteComponent(
    () => import('../features/completeness/completeness-page.tsx'),
    'CompletenessPage',
  ),
});
const register = createRoute({
  getParentRoute: parent,
  path: '/m/$model/new',
  component: lazyRouteComponent(() => import('../features/register/register-page.tsx'), 'RegisterPage'),
});
const compare = createRoute({
  getParentRoute: parent,
  path: '/m/$model/compare/$pair',
  component: lazyRouteComponent(() => import('../features/comparison/compare-page.tsx'), 'ComparePage'),
});
const version = createRoute({
  getParentRoute: parent,
  path: '/m/$model/v/$version',
  validateSearch: versionSearch,
  component: lazyRouteComponent(() => import('../features/version/version-page.tsx'), 'VersionPage'),
});
const review = createRoute({
  getParentRoute: parent,
  path: '/m/$model/v/$version/review',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('../features/review/review-page.tsx'), 'ReviewPage'),
});
const deployments = createRoute({
  getParentRoute: parent,
  path: '/deployments',
  validateSearch: deploymentsSearch,
  component: lazyRouteComponent(
    () => import('../features/deployment/deployments-page.tsx'),
    'DeploymentsPage',
  ),
});
const recalls = createRoute({
  getParentRoute: parent,
  path: '/recalls',
  validateSearch: recallsSearch,
  component: lazyRouteComponent(() => import('../features/recall/recalls-page.tsx'), 'RecallsPage'),
});
const audit = createRoute({
  getParentRoute: parent,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../features/entry/audit-page.tsx'), 'AuditPage'),
});
const verify = createRoute({
  getParentRoute: parent,
  path: '/audit/verify',
  component: lazyRouteComponent(() => import('../features/pack/verify-page.tsx'), 'VerifyPage'),
});
const asOf = createRoute({
  getParentRoute: parent,
  path: '/audit/as-of',
  validateSearch: asOfSearch,
  component: lazyRouteComponent(() => import('../features/as-of/as-of-page.tsx'), 'AsOfPage'),
});
const ledger = createRoute({
  getParentRoute: parent,
  path: '/audit/ledger',
  validateSearch: ledgerSearch,
  component: lazyRouteComponent(() => import('../features/ledger/ledger-page.tsx'), 'LedgerPage'),
});
const entry = createRoute({
  getParentRoute: parent,
  path: '/audit/e/$entry',
  component: lazyRouteComponent(() => import('../features/entry/entry-page.tsx'), 'EntryPage'),
});
const ruleSets = createRoute({
  getParentRoute: parent,
  path: '/reports/rules',
  component: lazyRouteComponent(() => import('../features/rule-set/rule-sets-page.tsx'), 'RuleSetsPage'),
});
const predictions = createRoute({
  getParentRoute: parent,
  path: '/predictions',
  validateSearch: predictionsSearch,
  component: lazyRouteComponent(
    () => import('../features/prediction/predictions-page.tsx'),
    'PredictionsPage',
  ),
});
const prediction = createRoute({
  getParentRoute: parent,
  path: '/p/$prediction',
  component: lazyRouteComponent(() => import('../features/prediction/prediction-page.tsx'), 'PredictionPage'),
});
const reports = createRoute({
  getParentRoute: parent,
  path: '/reports',
  validateSearch: reportsSearch,
  component: lazyRouteComponent(() => import('../features/report/reports-page.tsx'), 'ReportsPage'),
});
const samples = createRoute({
  getParentRoute: parent,
  path: '/reports/samples',
  validateSearch: samplesSearch,
  component: lazyRouteComponent(() => import('../features/sample/samples-page.tsx'), 'SamplesPage'),
});
const schedules = createRoute({
  getParentRoute: parent,
  path: '/reports/scheduled',
  validateSearch: schedulesSearch,
  component: lazyRouteComponent(() => import('../features/schedule/schedules-page.tsx'), 'SchedulesPage'),
});
const develop = createRoute({
  getParentRoute: parent,
  path: '/develop',
  validateSearch: developSearch,
  component: lazyRouteComponent(() => import('../features/develop/develop-page.tsx'), 'DevelopPage'),
});
const webhooks = createRoute({
  getParentRoute: parent,
  path: '/develop/webhooks',
  validateSearch: webhooksSearch,
  component: lazyRouteComponent(() => import('../features/webhook/webhooks-page.tsx'), 'WebhooksPage'),
});
const webhook = createRoute({
  getParentRoute: parent,
  path: '/develop/webhooks/$webhook',
  validateSearch: webhookSearch,
  component: lazyRouteComponent(() => import('../features/webhook/webhook-page.tsx'), 'WebhookPage'),
});
const policies = createRoute({
  getParentRoute: parent,
  path: '/policies',
  validateSearch: policiesSearch,
  component: lazyRouteComponent(() => import('../features/policy/policies-page.tsx'), 'PoliciesPage'),
});
const people = createRoute({
  getParentRoute: parent,
  path: '/admin/people',
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import('../features/person/people-page.tsx'), 'PeoplePage'),
});
const person = createRoute({
  getParentRoute: parent,
  path: '/admin/people/$person',
  validateSearch: personSearch,
  component: lazyRouteComponent(() => import('../features/person/person-page.tsx'), 'PersonPage'),
});

const access = createRoute({
  getParentRoute: parent,
  path: '/admin/access',
  validateSearch: accessSearch,
  component: lazyRouteComponent(() => import('../features/access/access-page.tsx'), 'AccessPage'),
});
const retention = createRoute({
  getParentRoute: parent,
  path: '/admin/retention',
  validateSearch: retentionSearch,
  component: lazyRouteComponent(() => import('../features/erasure/retention-page.tsx'), 'RetentionPage'),
});
const mail = createRoute({
  getParentRoute: parent,
  path: '/admin/mail',
  validateSearch: mailSearch,
  component: lazyRouteComponent(() => import('../features/mail/mail-page.tsx'), 'MailPage'),
});
const fields = createRoute({
  getParentRoute: parent,
  path: '/admin/fields',
  validateSearch: fieldsSearch,
  component: lazyRouteComponent(() => import('../features/model-field/fields-page.tsx'), 'FieldsPage'),
});
const services = createRoute({
  getParentRoute: parent,
  path: '/admin/services',
  validateSearch: servicesSearch,
  component: lazyRouteComponent(
    () => import('../features/service-account/services-page.tsx'),
    'ServicesPage',
  ),
});
const service = createRoute({
  getParentRoute: parent,
  path: '/admin/services/$service',
  validateSearch: serviceSearch,
  component: lazyRouteComponent(() => import('../features/service-account/service-page.tsx'), 'ServicePage'),
});
const settings = createRoute({
  getParentRoute: parent,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
});

const elsewhere = createRoute({ getParentRoute: parent, path: '$', component: NothingHere });

const routeTree = root.addChildren([
  signIn,
  signOnDone,
  choosePassword,
  confirmMailbox,
  frame.addChildren([
    home,
    inbox,
    models,
    newModel,
    importAsFound,
    model,
    tier,
    recording,
    completeness,
    register,
    version,
    compare,
    review,
    deployments,
    recalls,
    audit,
    verify,
    asOf,
    ledger,
    entry,
    predictions,
    ruleSets,
    prediction,
    reports,
    samples,
    schedules,
    develop,
    webhooks,
    webhook,
    policies,
    people,
    person,
    access,
    fields,
    retention,
    mail,
    services,
    service,
    settings,
    elsewhere,
  ]),
]);

export const router = createRouter({
  routeTree,
  basepath: routerBase,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: RouteProblem,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
