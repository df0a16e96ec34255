import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { joinLive } from './join-live.ts';

/** As long as this person has the portal open. */
export function useLive(personId: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => (personId === undefined ? undefined : joinLive(client)), [client, personId]);
}
