import {
  BehaviourComparison,
  CompareBehaviour,
  ComparedVersions,
  EvidenceDetail,
  EvidenceList,
  GoldenRowsPage,
  GoldenScoring,
  Id,
  ListGoldenRows,
  Manifest,
  ModelKey,
  NoteClaims,
  NotesDraft,
  Refusal,
  RegisteredVersion,
  ReleaseNotes,
  SignOffRow,
  VersionAddress,
  VersionComparison,
  VersionDocumentAddress,
  VersionFile,
  VersionLabel,
  VersionPage,
} from '@countersign/contracts';
import {
  compareBehaviour,
  compareVersions,
  draftNotes,
  listEvidence,
  listFiles,
  listGoldenRows,
  listSignOffs,
  makeVersionDocument,
  readEvidence,
  readNoteClaims,
  readReleaseNotes,
  readVersion,
  registerVersion,
  requestGoldenScoring,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { Flag } from './query.ts';
import { route } from './route.ts';

export const versionRoutes = [
  route('POST /models/{model}/versions', {
    summary:
      'Registers a version from its manifest; its files are uploaded before. The same manifest again changes nothing.',
    scope: 'register',
    params: z.object({ model: ModelKey }),
    json: Manifest,
    status: 201,
    reply: RegisteredVersion,
    async answer(ctx, { params, json }, _request, reply) {
      if (json.model !== params.model) {
        throw new Refusal(
          'BAD_INPUT',
          `The manifest is for the model ${json.model}, the address for ${params.model}.`,
        );
      }
      const registered = await registerVersion(ctx, json);
      reply.code(registered.existed ? 200 : 201);
      return registered;
    },
  }),
  route('GET /models/{model}/versions/{version}', {
    summary: 'A version: stage, standing, gates, facts, and what may be done with it.',
    scope: 'read',
    params: VersionAddress,
    reply: VersionPage,
    answer: (ctx, { params }) => readVersion(ctx, params),
  }),
  route('GET /models/{model}/versions/{version}/documents/{document}', {
    summary:
      'A model card (Markdown), an ML-BOM (CycloneDX 1.6) or the sign-offs as in-toto statements, as of now.',
    scope: 'read',
    params: VersionDocumentAddress,
    async answer(ctx, { params }, _request, reply) {
      const { fileName, mediaType, text } = await makeVersionDocument(ctx, params);
      return reply
        .type(mediaType)
        .header('content-disposition', `attachment; filename="${fileName}"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(text);
    },
  }),
  route('GET /models/{model}/versions/{version}/release-notes', {
    summary: 'Release notes with their revisions and errata.',
    scope: 'read',
    params: VersionAddress,
    reply: ReleaseNotes,
    answer: (ctx, { params }) => readReleaseNotes(ctx, params),
  }),
  route('GET /models/{model}/versions/{version}/claims', {
    summary:
      'The claims in the front matter of the release notes, each with whether it holds, does not hold, or cannot be checked (and why), judged now.',
    scope: 'read',
    params: VersionAddress,
    reply: NoteClaims,
    answer: (ctx, { params }) => readNoteClaims(ctx, params),
  }),
  route('GET /models/{model}/versions/{version}/notes-draft', {
    summary:
      'Release notes drafted from what differs from the version before (or against=VERSION): Markdown by section, each sentence with the fact that it was made from. Nothing is stored.',
    scope: 'read',
    params: VersionAddress,
    query: z.object({ against: z.optional(VersionLabel) }),
    reply: NotesDraft,
    answer: (ctx, { params, query }) => draftNotes(ctx, { ...params, ...query }),
  }),
  route('GET /models/{model}/versions/{version}/files', {
    summary: 'The files of a version.',
    scope: 'read',
    params: VersionAddress,
    reply: z.object({ items: z.array(VersionFile) }),
    answer: async (ctx, { params }) => ({ items: await listFiles(ctx, params) }),
  }),
  route('GET /models/{model}/compare/{before}/{after}', {
    summary:
      'In what two versions differ: metrics, parameters, training data, runs, build environment, schema with a compatibility verdict, notes, files, golden set.',
    scope: 'read',
    params: ComparedVersions,
    reply: VersionComparison,
    answer: (ctx, { params }) => compareVersions(ctx, params),
  }),
  route('GET /models/{model}/compare/{before}/{after}/predictions', {
    summary:
      'What two versions answered within a window of time (without one, the 30 days until the last answer of either), counted by output: quantiles of numbers, shares of classes, and how far apart they are.',
    scope: 'read',
    params: ComparedVersions,
    query: z.pick(CompareBehaviour, { from: true, to: true }),
    reply: BehaviourComparison,
    answer: (ctx, { params, query }) => compareBehaviour(ctx, { ...params, ...query }),
  }),
  route('GET /models/{model}/compare/{before}/{after}/golden-rows', {
    summary:
      'The golden rows of two versions with inputs and both answers, the furthest apart first: those that differ, or all (which=all). Of what the golden sets of both record, or of both executed where that was asked for.',
    scope: 'read',
    params: ComparedVersions,
    query: z.omit(ListGoldenRows, { model: true, pair: true }),
    reply: GoldenRowsPage,
    answer: (ctx, { params: { model, ...pair }, query }) => listGoldenRows(ctx, { model, pair, ...query }),
  }),
  route('POST /models/{model}/compare/{before}/{after}/golden-scoring', {
    summary:
      'Executes two versions on the golden set of the later one, as a job; once it is done the golden rows tell what both answered. Asked again, it changes nothing.',
    scope: 'predict',
    params: ComparedVersions,
    reply: GoldenScoring,
    answer: (ctx, { params }) => requestGoldenScoring(ctx, params),
  }),
  route('GET /models/{model}/versions/{version}/evidence', {
    summary: 'Evidence and the runs that compute it.',
    scope: 'read',
    params: VersionAddress,
    reply: EvidenceList,
    answer: (ctx, { params }) => listEvidence(ctx, params),
  }),
  route('GET /evidence/{evidenceId}', {
    summary: 'One piece of evidence with its cases.',
    scope: 'read',
    params: z.object({ evidenceId: Id }),
    query: z.object({ onlyFailed: z.optional(Flag) }),
    reply: EvidenceDetail,
    answer: (ctx, { params, query }) => readEvidence(ctx, { ...params, ...query }),
  }),
  route('GET /models/{model}/versions/{version}/sign-offs', {
    summary:
      'Sign-offs with their signatures. Signing itself is not offered here: people sign in the portal.',
    scope: 'read',
    params: VersionAddress,
    reply: z.object({ items: z.array(SignOffRow) }),
    answer: async (ctx, { params }) => ({ items: await listSignOffs(ctx, params) }),
  }),
];
