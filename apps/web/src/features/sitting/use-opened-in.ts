import type { SigningSubject, Sitting } from '@countersign/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../app/api.ts';
import { sittingQuery } from './queries.ts';

/**
 * The sitting that this request is read in, while it runs; none otherwise. What the page shows is noted with it each time
 * that it is something else: the server lets nothing be signed there that was not opened.
 */
export function useOpenedIn(sittingId: string | undefined, subject: SigningSubject): Sitting | undefined {
  const client = useQueryClient();
  const { data } = useQuery(sittingQuery(sittingId ?? ''));
  const item = data?.items.find(({ requestId }) => requestId === subject.requestId);
  const runs = data !== undefined && !data.isOver && item !== undefined;
  const waits = runs && (item.state === 'unread' || item.state === 'opened');
  const shown = [
    subject.substance,
    subject.presentation,
    subject.goal?.digest ?? '',
    subject.referencesDigest ?? '',
    ...subject.evidenceDigests,
  ].join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown decides, the rest names it
  useEffect(() => {
    if (!waits || sittingId === undefined) return;
    const note = async () => {
      await api.sitting.open.mutate({ sittingId, requestId: subject.requestId });
      await client.invalidateQueries({ queryKey: ['sitting', sittingId] });
    };
    // A refusal is said where it matters: beside the button, when it is signed.
    note().catch(() => undefined);
  }, [waits, sittingId, subject.requestId, shown]);
  return runs ? data : undefined;
}
