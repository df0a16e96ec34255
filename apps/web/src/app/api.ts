import type { AppRouter } from '@countersign/api/router';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { withBase } from './base-path.ts';

/** The one place that speaks tRPC. The header is the second half of the defence against cross-site requests. */
export const api = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url: withBase('/api/trpc'), headers: { 'x-countersign': '1' } })],
});
