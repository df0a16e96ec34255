import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inboxSearch } from '../../features/inbox/search.ts';
import { followedSearch, subscriptionsSearch } from '../../features/subscription/search.ts';
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

const subscriptions = createRoute({
  getParentRoute: () => frameRoute,
  path: '/settings/subscriptions',
  validateSearch: subscriptionsSearch,
  component: lazyRouteComponent(
    () => import('../../features/subscription/subscriptions-page.tsx'),
    'SubscriptionsPage',
  ),
});
const following = createRoute({
  getParentRoute: () => frameRoute,
  path: '/following',
  validateSearch: followedSearch,
  component: lazyRouteComponent(
    () => import('../../features/subscription/followed-page.tsx'),
    'FollowedPage',
  ),
});

export const workRoutes = [home, inbox, settings, subscriptions, following] as const;
