import { createRoute, createRouter } from '@tanstack/react-router';
import { routerBase } from './base-path.ts';
import { NothingHere, RouteProblem } from './route-states.tsx';
import { adminRoutes } from './routes/admin-routes.ts';
import { catalogRoutes } from './routes/catalog-routes.ts';
import { developRoutes } from './routes/develop-routes.ts';
import { doorRoutes } from './routes/door-routes.ts';
import { evidenceRoutes } from './routes/evidence-routes.ts';
import { frameRoute, rootRoute } from './routes/frame-route.ts';
import { operateRoutes } from './routes/operate-routes.ts';
import { workRoutes } from './routes/work-routes.ts';
import { parseSearch, stringifySearch } from './search-text.ts';

const elsewhere = createRoute({ getParentRoute: () => frameRoute, path: '$', component: NothingHere });

const routeTree = rootRoute.addChildren([
  ...doorRoutes,
  frameRoute.addChildren([
    ...workRoutes,
    ...catalogRoutes,
    ...operateRoutes,
    ...evidenceRoutes,
    ...developRoutes,
    ...adminRoutes,
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
