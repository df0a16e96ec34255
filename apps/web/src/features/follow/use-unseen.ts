import { useQuery } from '@tanstack/react-query';
import { boundedText } from '../../marks/index.ts';
import { followedQuery } from './queries.ts';

const lookAgainMs = 30_000;

/** How many new things are under Following, for the tabs of Work. */
export function useUnseen(): Record<string, string> {
  const { data } = useQuery({ ...followedQuery({ limit: 1 }), refetchInterval: lookAgainMs });
  return data && data.unseen.count > 0 ? { Following: boundedText(data.unseen) } : {};
}
