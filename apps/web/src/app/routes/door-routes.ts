import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textIn } from '../search-text.ts';
import { rootRoute } from './frame-route.ts';

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; problem?: string } => ({
    next: textIn(search.next),
    problem: textIn(search.problem),
  }),
  component: lazyRouteComponent(() => import('../../features/session/sign-in-page.tsx'), 'SignInPage'),
});

const choosePassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/choose-password',
  component: lazyRouteComponent(
    () => import('../../features/session/choose-password-page.tsx'),
    'ChoosePasswordPage',
  ),
});

const confirmMailbox = createRoute({
  getParentRoute: () => rootRoute,
  path: '/confirm-mailbox',
  component: lazyRouteComponent(
    () => import('../../features/ledger/confirm-mailbox-page.tsx'),
    'ConfirmMailboxPage',
  ),
});

const linkedNotice = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notice',
  component: lazyRouteComponent(
    () => import('../../features/notice/linked-notice-page.tsx'),
    'LinkedNoticePage',
  ),
});

const signOnDone = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-on-done',
  validateSearch: (search: Record<string, unknown>): { problem?: string } => ({
    problem: textIn(search.problem),
  }),
  component: lazyRouteComponent(
    () => import('../../features/session/sign-on-done-page.tsx'),
    'SignOnDonePage',
  ),
});

/** Pages before and beside signing in. */
export const doorRoutes = [signIn, signOnDone, choosePassword, confirmMailbox, linkedNotice] as const;
