import { Link } from '@tanstack/react-router';
import { Empty, PageTitle, ReadProblem } from '../controls/index.ts';

export function NothingHere() {
  return (
    <div className="page">
      <title>Nothing here · Countersign</title>
      <PageTitle first title="Nothing at this address" />
      <Empty
        title="No page has this address."
        actions={
          <>
            <Link className="btn" to="/">
              Work
            </Link>
            <Link className="btn" to="/models">
              All models
            </Link>
          </>
        }
      >
        Check it for a missing character, or go to a model, version or prediction with Ctrl K.
      </Empty>
    </div>
  );
}

export function RouteProblem({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <div className="page pt-6">
      <ReadProblem whole error={error} retry={reset} />
    </div>
  );
}

/** The same for an address outside of the frame, which brings no landmark of its own. */
export function NothingHereAlone() {
  return (
    <main>
      <NothingHere />
    </main>
  );
}
