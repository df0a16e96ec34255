import * as z from 'zod/mini';
import { DeploymentRow } from './deployment.ts';
import { RecallRow } from './recall.ts';
import { InboxItem } from './sign-off.ts';
import { VersionRow } from './version-row.ts';

/** The role-shaped first page: what waits for me, what is in flight, open recalls, recent deployments. */
export const Home = z.object({
  waiting: z.array(InboxItem),
  waitingMore: z.boolean(),
  inFlight: z.array(VersionRow),
  recalls: z.array(RecallRow),
  deployments: z.array(DeploymentRow),
});
export type Home = z.infer<typeof Home>;
export const Found = z.object({
  items: z.array(
    z.object({
      kind: z.enum(['model', 'version', 'prediction']),
      label: z.string(),
      detail: z.string(),
      path: z.string(),
    }),
  ),
});
export type Found = z.infer<typeof Found>;
