import { createHash } from 'node:crypto';
import {
  Advisory,
  AdvisoryFilter,
  AdvisoryId,
  AdvisoryPage,
  IssuePermit,
  PermitIssued,
  SignedStatement,
} from '@countersign/contracts';
import {
  type Context,
  issuePermit,
  listAdvisories,
  listRevocations,
  readAdvisory,
  signStatement,
} from '@countersign/governance';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { Flag, PageQuery } from './query.ts';
import { route } from './route.ts';

const Signed = z.object({ signed: z.optional(Flag) });
const payloadTypes = {
  one: 'application/vnd.countersign.advisory+json',
  page: 'application/vnd.countersign.advisories+json',
} as const;

/** As it is, or signed over the very bytes that it is without; under an ETag either way. */
async function send<Answer extends object>(
  ctx: Context,
  {
    answer,
    kind,
    signed,
  }: {
    readonly answer: Answer;
    readonly kind: keyof typeof payloadTypes;
    readonly signed: boolean | undefined;
  },
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<Answer | SignedStatement | FastifyReply> {
  const sent = signed
    ? await signStatement(ctx, { payloadType: payloadTypes[kind], text: JSON.stringify(answer) })
    : answer;
  const tag = `"${createHash('sha256').update(JSON.stringify(sent)).digest('base64url')}"`;
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  const known = headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known?.includes(tag) || known?.includes('*') ? reply.code(304).send() : sent;
}

export const advisoryRoutes = [
  route('GET /advisories', {
    summary:
      'Recalls as advisories in the Open Source Vulnerability format, the last changed at the end; since=TIME leaves out what is older; signed=true: in a DSSE envelope. ETag.',
    scope: 'read',
    open: ({ publicAdvisories }) => publicAdvisories ?? false,
    query: z.extend(z.extend(AdvisoryFilter, PageQuery.shape), Signed.shape),
    reply: z.union([AdvisoryPage, SignedStatement]),
    answer: async (ctx, { query: { signed, ...filter } }, request, reply) =>
      send(ctx, { answer: await listAdvisories(ctx, filter), kind: 'page', signed }, request, reply),
  }),
  route('GET /advisories/{advisoryId}', {
    summary: 'One advisory, x_COUNTERSIGN-<recall>; signed=true: in a DSSE envelope. ETag.',
    scope: 'read',
    open: ({ publicAdvisories }) => publicAdvisories ?? false,
    params: z.object({ advisoryId: AdvisoryId }),
    query: Signed,
    reply: z.union([Advisory, SignedStatement]),
    answer: async (ctx, { params, query: { signed } }, request, reply) =>
      send(
        ctx,
        { answer: await readAdvisory(ctx, { id: params.advisoryId }), kind: 'one', signed },
        request,
        reply,
      ),
  }),
  route('POST /permits', {
    summary:
      'A signed statement that a version may be started in an environment for a while. It gates starting a deployment, never restarts or scaling.',
    scope: 'operate',
    json: IssuePermit,
    status: 201,
    reply: PermitIssued,
    answer: (ctx, { json }) => issuePermit(ctx, json),
  }),
  route('GET /revocations', {
    summary: 'Every permit in its time that a block made void, signed, as of now.',
    scope: 'read',
    open: ({ publicAdvisories }) => publicAdvisories ?? false,
    reply: SignedStatement,
    answer: (ctx) => listRevocations(ctx),
  }),
];
