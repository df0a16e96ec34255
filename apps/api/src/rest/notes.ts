import {
  ComparedNoteSection,
  ComparedVersions,
  compareNoteSections,
  ModelKey,
  NotesFeedItem,
  pageOf,
} from '@countersign/contracts';
import { atomFeed, listNotes, readReleaseNotes } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

const OneModel = z.object({ model: ModelKey });

export const notesRoutes = [
  route('GET /models/{model}/notes', {
    summary: 'The release notes of a model’s versions by section, the newest version first.',
    scope: 'read',
    params: OneModel,
    query: PageQuery,
    reply: pageOf(NotesFeedItem),
    answer: (ctx, { params, query }) => listNotes(ctx, { ...params, ...query }),
  }),
  route('GET /models/{model}/feed.atom', {
    summary:
      'The same as an Atom feed (RFC 4287): an entry for each version under an id that never changes, further pages by their link.',
    scope: 'read',
    params: OneModel,
    query: PageQuery,
    answer: async (ctx, { params, query }, _request, reply) =>
      reply
        .type('application/atom+xml; charset=utf-8')
        .header('cache-control', 'private, no-cache')
        .send(await atomFeed(ctx, { ...params, ...query })),
  }),
  route('GET /models/{model}/notes/{before}/{after}', {
    summary:
      'The release notes of two versions, section by section: what each says, and whether it is the same.',
    scope: 'read',
    params: ComparedVersions,
    reply: z.object({ sections: z.array(ComparedNoteSection) }),
    async answer(ctx, { params: { model, before, after } }) {
      const [old, now] = await Promise.all(
        [before, after].map((version) => readReleaseNotes(ctx, { model, version })),
      );
      return { sections: compareNoteSections(old!.markdown, now!.markdown) };
    },
  }),
];
