import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inboxSearch } from '../../features/inbox/search.ts';
import { frameRoute } from './frame-route.ts';

const home = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../../features/home/home-page.tsx'), 'HomePage'),
});
const inbox = createRoute({
  getParentRoute: () => frameRoute,
  path: '/inbox',
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import('../../features/inbox/inbox-page.tsx'), 'InboxPage'),
});
const settings = createRoute({
  getParentRoute: () => frameRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../../features/settings/settings-page.tsx'), 'SettingsPage'),
});

export const workRoutes = [home, inbox, settings] as const;
