import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { asOfSearch } from '../../features/as-of/search.ts';
import { auditSearch } from '../../features/entry/search.ts';
import { ledgerSearch } from '../../features/ledger/search.ts';
import { lineageSearch } from '../../features/lineage/search.ts';
import { reportsSearch } from '../../features/report/search.ts';
import { samplesSearch } from '../../features/sample/search.ts';
import { schedulesSearch } from '../../features/schedule/search.ts';
import { frameRoute } from './frame-route.ts';

const audit = createRoute({
  getParentRoute: () => frameRoute,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../../features/entry/audit-page.tsx'), 'AuditPage'),
});
const verify = createRoute({
  getParentRoute: () => frameRoute,
  path: '/audit/verify',
  component: lazyRouteComponent(() => import('../../features/pack/verify-page.tsx'), 'VerifyPage'),
});
const asOf = createRoute({
  getParentRoute: () => frameRoute,
  path: '/audit/as-of',
  validateSearch: asOfSearch,
  component: lazyRouteComponent(() => import('../../features/as-of/as-of-page.tsx'), 'AsOfPage'),
});
const ledger = createRoute({
  getParentRoute: () => frameRoute,
  path: '/audit/ledger',
  validateSearch: ledgerSearch,
  component: lazyRouteComponent(() => import('../../features/ledger/ledger-page.tsx'), 'LedgerPage'),
});
const lineage = createRoute({
  getParentRoute: () => frameRoute,
  path: '/lineage/$kind/$known',
  validateSearch: lineageSearch,
  component: lazyRouteComponent(() => import('../../features/lineage/lineage-page.tsx'), 'LineagePage'),
});
const entry = createRoute({
  getParentRoute: () => frameRoute,
  path: '/audit/e/$entry',
  component: lazyRouteComponent(() => import('../../features/entry/entry-page.tsx'), 'EntryPage'),
});
const ruleSets = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reports/rules',
  component: lazyRouteComponent(() => import('../../features/rule-set/rule-sets-page.tsx'), 'RuleSetsPage'),
});
const reports = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reports',
  validateSearch: reportsSearch,
  component: lazyRouteComponent(() => import('../../features/report/reports-page.tsx'), 'ReportsPage'),
});
const samples = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reports/samples',
  validateSearch: samplesSearch,
  component: lazyRouteComponent(() => import('../../features/sample/samples-page.tsx'), 'SamplesPage'),
});
const schedules = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reports/scheduled',
  validateSearch: schedulesSearch,
  component: lazyRouteComponent(() => import('../../features/schedule/schedules-page.tsx'), 'SchedulesPage'),
});

export const evidenceRoutes = [
  audit,
  verify,
  asOf,
  ledger,
  lineage,
  entry,
  ruleSets,
  reports,
  samples,
  schedules,
] as const;
