import type { LoadedVersion } from '../lifecycle/load-version.ts';
import type { ExpeditedRequest } from './find-request.ts';

/**
 * The version as if the request for the expedited road were one for go-live, which the machine otherwise does not know
 * of: who may take either back is the same.
 */
export const withExpedited = (
  { row, state }: LoadedVersion,
  request: Pick<ExpeditedRequest, 'id' | 'environment_id'>,
): LoadedVersion => ({
  row,
  state: {
    ...state,
    requests: [
      ...state.requests,
      {
        id: request.id,
        gate: 'goLive',
        environmentId: request.environment_id,
        policy: state.policy,
        state: 'open',
        substance: state.substance,
      },
    ],
  },
});
