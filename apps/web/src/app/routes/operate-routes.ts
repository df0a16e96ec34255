import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { consumerSearch, consumersSearch } from '../../features/consumer/search.ts';
import { deploymentsSearch } from '../../features/deployment/search.ts';
import { noticeSearch, noticesSearch } from '../../features/notice/search.ts';
import { observedSearch } from '../../features/observed-deployment/search.ts';
import { predictionsSearch } from '../../features/prediction/search.ts';
import { recallSearch, recallsSearch } from '../../features/recall/search.ts';
import { newRescoringSearch, rescoringSearch } from '../../features/rescoring/search.ts';
import { frameRoute } from './frame-route.ts';

const deployments = createRoute({
  getParentRoute: () => frameRoute,
  path: '/deployments',
  validateSearch: deploymentsSearch,
  component: lazyRouteComponent(
    () => import('../../features/deployment/deployments-page.tsx'),
    'DeploymentsPage',
  ),
});
const observed = createRoute({
  getParentRoute: () => frameRoute,
  path: '/deployments/observed',
  validateSearch: observedSearch,
  component: lazyRouteComponent(
    () => import('../../features/observed-deployment/observed-page.tsx'),
    'ObservedPage',
  ),
});
const recalls = createRoute({
  getParentRoute: () => frameRoute,
  path: '/recalls',
  validateSearch: recallsSearch,
  component: lazyRouteComponent(() => import('../../features/recall/recalls-page.tsx'), 'RecallsPage'),
});
const recall = createRoute({
  getParentRoute: () => frameRoute,
  path: '/recalls/$recall',
  validateSearch: recallSearch,
  component: lazyRouteComponent(() => import('../../features/recall/recall-page.tsx'), 'RecallPage'),
});
const notices = createRoute({
  getParentRoute: () => frameRoute,
  path: '/notices',
  validateSearch: noticesSearch,
  component: lazyRouteComponent(() => import('../../features/notice/notices-page.tsx'), 'NoticesPage'),
});
const notice = createRoute({
  getParentRoute: () => frameRoute,
  path: '/notices/$notice',
  validateSearch: noticeSearch,
  component: lazyRouteComponent(() => import('../../features/notice/notice-page.tsx'), 'NoticePage'),
});
const consumers = createRoute({
  getParentRoute: () => frameRoute,
  path: '/consumers',
  validateSearch: consumersSearch,
  component: lazyRouteComponent(() => import('../../features/consumer/consumers-page.tsx'), 'ConsumersPage'),
});
const consumer = createRoute({
  getParentRoute: () => frameRoute,
  path: '/consumers/$consumer',
  validateSearch: consumerSearch,
  component: lazyRouteComponent(() => import('../../features/consumer/consumer-page.tsx'), 'ConsumerPage'),
});
const newRescoring = createRoute({
  getParentRoute: () => frameRoute,
  path: '/rescorings/new',
  validateSearch: newRescoringSearch,
  component: lazyRouteComponent(
    () => import('../../features/rescoring/new-rescoring-page.tsx'),
    'NewRescoringPage',
  ),
});
const rescoring = createRoute({
  getParentRoute: () => frameRoute,
  path: '/rescorings/$rescoring',
  validateSearch: rescoringSearch,
  component: lazyRouteComponent(() => import('../../features/rescoring/rescoring-page.tsx'), 'RescoringPage'),
});
const predictions = createRoute({
  getParentRoute: () => frameRoute,
  path: '/predictions',
  validateSearch: predictionsSearch,
  component: lazyRouteComponent(
    () => import('../../features/prediction/predictions-page.tsx'),
    'PredictionsPage',
  ),
});
const prediction = createRoute({
  getParentRoute: () => frameRoute,
  path: '/p/$prediction',
  component: lazyRouteComponent(
    () => import('../../features/prediction/prediction-page.tsx'),
    'PredictionPage',
  ),
});

export const operateRoutes = [
  deployments,
  observed,
  recalls,
  recall,
  notices,
  notice,
  consumers,
  consumer,
  newRescoring,
  rescoring,
  predictions,
  prediction,
] as const;
