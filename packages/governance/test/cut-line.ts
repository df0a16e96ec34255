import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What is lost when the line goes dead: the statement, which then never ran, or its answer, after it did. */
export type Lost = 'question' | 'answer';

export interface CutLine {
  /** Where a client of PostgreSQL connects to. */
  readonly url: string;
  /** From now on, a connection dies at its statement of this number, from 1. */
  cutAt(statement: number, lost: Lost): void;
  /** Resolves when it did: the statements up to the one that was cut, as SQL. */
  readonly cut: () => Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A line to PostgreSQL that passes everything on, and goes dead at one statement. It reads messages of protocol 3 without TLS. */
export async function openCutLine(database: string): Promise<CutLine> {
  const to = new URL(database);
  let plan = { statement: Number.POSITIVE_INFINITY, lost: 'question' as Lost };
  let tell: (heard: readonly string[]) => void = () => {};
  let cut = new Promise<readonly string[]>(() => {});
  const sockets = new Set<Socket>();

  const server = createServer((client) => {
    const backend = connect(Number(to.port), to.hostname);
    const heard: string[] = [];
    let isCutting = false;
    const die = () => {
      client.destroy();
      backend.destroy();
      if (isCutting) tell(heard);
    };
    for (const socket of [client, backend]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        die();
      });
    }
    let sql = '';
    const asked = splitter(true, (message, type) => {
      if (isCutting) return;
      if (type === 'P') sql = message.toString('utf8', 6, message.indexOf(0, 6));
      if (type === 'Q') sql = message.toString('utf8', 5, message.length - 1);
      if (type === 'Q' || type === 'S') {
        heard.push(sql);
        isCutting = heard.length === plan.statement;
        if (isCutting && plan.lost === 'question') return die();
      }
      backend.write(message);
    });
    const answered = splitter(false, (message, type) => {
      if (!isCutting) client.write(message);
      else if (type === 'Z') die();
    });
    client.on('data', asked);
    backend.on('data', answered);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(database);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cutAt(statement, lost) {
      plan = { statement, lost };
      cut = new Promise((resolve) => {
        tell = resolve;
      });
    },
    cut: () => cut,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Whole messages: a type (which the first of a client lacks) and a length in front, big-endian, itself included. */
function splitter(isClient: boolean, take: (message: Buffer, type: string) => void): (piece: Buffer) => void {
  let kept: Buffer = Buffer.alloc(0);
  let isFirst = isClient;
  return (piece) => {
    kept = Buffer.concat([kept, piece]);
    for (;;) {
      const head = isFirst ? 0 : 1;
      if (kept.length < head + 4) return;
      const size = head + kept.readUInt32BE(head);
      if (kept.length < size) return;
      const message = kept.subarray(0, size);
      kept = kept.subarray(size);
      take(message, isFirst ? '' : String.fromCharCode(message[0]!));
      isFirst = false;
    }
  };
}
