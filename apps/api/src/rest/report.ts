import {
  FileFormat,
  Receipt,
  ReportAddress,
  ReportDocument,
  ReportPage,
  ReportRequested,
  ReportRow,
  RequestReport,
} from '@countersign/contracts';
import {
  cancelReport,
  listReports,
  readReport,
  readReportFile,
  readReportPack,
  requestReport,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';
import { sendFile } from './send-file.ts';
import { sendPack } from './send-pack.ts';

export const reportRoutes = [
  route('POST /reports', {
    summary:
      'Asks for a report of models, versions, people, a period, a prediction or a customer. Its files are made in the background; asking is an entry.',
    scope: 'read',
    json: RequestReport,
    status: 202,
    reply: ReportRequested,
    answer: (ctx, { json }) => requestReport(ctx, json),
  }),
  route('GET /reports', {
    summary: 'Reports that one may make, the newest first, each with how far it is.',
    scope: 'read',
    query: PageQuery,
    reply: ReportPage,
    answer: (ctx, { query }) => listReports(ctx, query),
  }),
  route('GET /reports/{id}', {
    summary: 'One report: what was asked, how far it is, and the digests of its files.',
    scope: 'read',
    params: ReportAddress,
    reply: ReportRow,
    answer: (ctx, { params }) => readReport(ctx, params),
  }),
  route('GET /reports/{id}/files/{format}', {
    summary: 'A finished file, to be saved. Ranges are answered.',
    scope: 'read',
    params: z.extend(ReportAddress, { format: FileFormat }),
    async answer(ctx, { params }, request, reply) {
      return sendFile(await readReportFile(ctx, params), false, request, reply);
    },
  }),
  route('GET /reports/{id}/pack', {
    summary:
      'The evidence pack of a report, a ZIP that verifies offline: its files, and everything that they speak of with proofs.',
    scope: 'read',
    params: ReportAddress,
    answer: async (ctx, { params }, _request, reply) => sendPack(await readReportPack(ctx, params), reply),
  }),
  route('POST /reports/{id}/cancel', {
    summary: 'Ends a report that is being made.',
    scope: 'read',
    params: ReportAddress,
    reply: Receipt,
    answer: (ctx, { params }) => cancelReport(ctx, params),
  }),
  route('GET /schemas/report.json', {
    summary: 'The JSON Schema of report.json. Another form of it gets another name in `format`.',
    scope: 'read',
    async answer(_ctx, _input, _request, reply) {
      const schema = z.toJSONSchema(ReportDocument, { io: 'output', unrepresentable: 'any' });
      return reply.type('application/schema+json; charset=utf-8').send(JSON.stringify(schema));
    },
  }),
];
