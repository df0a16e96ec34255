import { connect } from 'node:net';

/** Sends bytes as they are, which no client would do, and reads until the server closes or has answered. */
export function rawRequest(
  port: number,
  text: string,
  options: { readonly cutAfter?: number } = {},
): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => {
      if (options.cutAfter === undefined) socket.write(text);
      else socket.write(text.slice(0, options.cutAfter), () => socket.destroy());
    });
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
  });
}
