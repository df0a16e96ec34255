import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Result } from '../../marks/index.ts';
import { observedQuery } from './queries.ts';

const counted = 20;

/** Above the boards: that something runs which is not approved. Says nothing where all is as it should be. */
export function ObservedNote() {
  const { data } = useQuery({ ...observedQuery({ limit: counted, show: 'not-approved' }), retry: false });
  if (!data || data.items.length === 0) return null;
  const places = `${data.items.length}${data.next ? ' and more' : ''} ${data.items.length === 1 ? 'place runs' : 'places run'}`;
  return (
    <p className="pt-6">
      <Result tone="no">
        <Link to="/deployments/observed" search={{ show: 'not-approved' }}>
          {places} what is not approved
        </Link>
      </Result>
    </p>
  );
}
