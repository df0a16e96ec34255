import type { DraftNotes } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const notesFeedQuery = (model: string, after: string | undefined) =>
  queryOptions({
    queryKey: ['model', 'notes', model, after],
    queryFn: () => api.model.notes.query({ model, after }),
  });

export const notesDraftQuery = (input: DraftNotes) =>
  queryOptions({
    queryKey: ['version', 'draft-notes', input],
    queryFn: () => api.version.draftNotes.query(input),
  });
