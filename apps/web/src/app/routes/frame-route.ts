import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { meQuery } from '../../features/session/index.ts';
import { withoutBase } from '../base-path.ts';
import { Frame } from '../frame.tsx';
import { queryClient } from '../query-client.ts';
import { NothingHere, NothingHereAlone, RouteProblem } from '../route-states.tsx';

export const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: RouteProblem,
  notFoundComponent: NothingHereAlone,
});

/** Pages that show the product's frame: for people who are signed in. */
export const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: '/sign-in', search: { next: withoutBase(location.href) } });
  },
  component: Frame,
  notFoundComponent: NothingHere,
});
