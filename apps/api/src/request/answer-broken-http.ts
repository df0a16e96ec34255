import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, Refusal } from '@countersign/contracts';
import { errorBody } from '../reply/error-body.ts';
import { requestId } from './request-id.ts';

interface BrokenHttp extends Error {
  readonly code?: string;
}

const known: Readonly<Record<string, { status: number; code: ErrorCode; message: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'TOO_LARGE',
    message: 'The address and the headers are too long.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'DEADLINE',
    message: 'The request did not come to its end.',
  },
};

/** What Node could not read as HTTP never becomes a request: it gets the same shape of error all the same. */
export function answerBrokenHttp(error: BrokenHttp, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, code, message } = known[error.code ?? ''] ?? {
    status: 400,
    code: 'BAD_INPUT',
    message: 'This is no HTTP that can be read.',
  };
  const id = requestId();
  const body = JSON.stringify(errorBody(new Refusal(code, message), id));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${id}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
