import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { accessSearch } from '../../features/access/search.ts';
import { retentionSearch } from '../../features/erasure/search.ts';
import { mailSearch } from '../../features/mail/search.ts';
import { fieldsSearch } from '../../features/model-field/search.ts';
import { peopleSearch, personSearch } from '../../features/person/search.ts';
import { policiesSearch } from '../../features/policy/search.ts';
import { unreadableSearch } from '../../features/search/search.ts';
import { serviceSearch, servicesSearch } from '../../features/service-account/search.ts';
import { frameRoute } from './frame-route.ts';

const policies = createRoute({
  getParentRoute: () => frameRoute,
  path: '/policies',
  validateSearch: policiesSearch,
  component: lazyRouteComponent(() => import('../../features/policy/policies-page.tsx'), 'PoliciesPage'),
});
const people = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/people',
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import('../../features/person/people-page.tsx'), 'PeoplePage'),
});
const person = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/people/$person',
  validateSearch: personSearch,
  component: lazyRouteComponent(() => import('../../features/person/person-page.tsx'), 'PersonPage'),
});
const access = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/access',
  validateSearch: accessSearch,
  component: lazyRouteComponent(() => import('../../features/access/access-page.tsx'), 'AccessPage'),
});
const fields = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/fields',
  validateSearch: fieldsSearch,
  component: lazyRouteComponent(() => import('../../features/model-field/fields-page.tsx'), 'FieldsPage'),
});
const retention = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/retention',
  validateSearch: retentionSearch,
  component: lazyRouteComponent(() => import('../../features/erasure/retention-page.tsx'), 'RetentionPage'),
});
const mail = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/mail',
  validateSearch: mailSearch,
  component: lazyRouteComponent(() => import('../../features/mail/mail-page.tsx'), 'MailPage'),
});
const search = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/search',
  validateSearch: unreadableSearch,
  component: lazyRouteComponent(() => import('../../features/search/unreadable-page.tsx'), 'UnreadablePage'),
});
const services = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/services',
  validateSearch: servicesSearch,
  component: lazyRouteComponent(
    () => import('../../features/service-account/services-page.tsx'),
    'ServicesPage',
  ),
});
const service = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/services/$service',
  validateSearch: serviceSearch,
  component: lazyRouteComponent(
    () => import('../../features/service-account/service-page.tsx'),
    'ServicePage',
  ),
});

export const adminRoutes = [
  policies,
  people,
  person,
  access,
  fields,
  retention,
  mail,
  search,
  services,
  service,
] as const;
