import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { developSearch } from '../../features/develop/search.ts';
import { webhookSearch, webhooksSearch } from '../../features/webhook/search.ts';
import { frameRoute } from './frame-route.ts';

const develop = createRoute({
  getParentRoute: () => frameRoute,
  path: '/develop',
  validateSearch: developSearch,
  component: lazyRouteComponent(() => import('../../features/develop/develop-page.tsx'), 'DevelopPage'),
});
const webhooks = createRoute({
  getParentRoute: () => frameRoute,
  path: '/develop/webhooks',
  validateSearch: webhooksSearch,
  component: lazyRouteComponent(() => import('../../features/webhook/webhooks-page.tsx'), 'WebhooksPage'),
});
const webhook = createRoute({
  getParentRoute: () => frameRoute,
  path: '/develop/webhooks/$webhook',
  validateSearch: webhookSearch,
  component: lazyRouteComponent(() => import('../../features/webhook/webhook-page.tsx'), 'WebhookPage'),
});

export const developRoutes = [develop, webhooks, webhook] as const;
