import type { FittedOnAll } from '@countersign/contracts';
import { Result } from './result.tsx';

/** Why figures of a version flatter it: it was fitted on rows that it is measured on. Nothing where it was not. */
export function FittedOnAllNote({ found, of }: { found: readonly FittedOnAll[]; of?: string }) {
  return found.map(({ dataset, why }) => (
    <p key={dataset} className="pb-2">
      <Result tone="no">{of ? `${of} was fitted on all data` : 'Fitted on all data'}</Result>{' '}
      <span className="wrap-anywhere">
        {dataset}: {why}. Its metrics are measured on rows that it has seen.
      </span>
    </p>
  ));
}
