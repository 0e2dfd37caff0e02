import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came. */
export interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface RecordingProxy {
  readonly origin: string;
  readonly requests: readonly Recorded[];
  close(): Promise<void>;
}

/**
 * Hands everything on, and keeps what was asked as it was asked. Only the port is another on the way: qBittorrent
 * refuses a `Host` that names one which it does not listen on, and an `Origin` that is not that host.
 */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const requests: Recorded[] = [];
  const withPort = (text: string | undefined): string | undefined =>
    text?.replace(/:\d+(?=\/|$)/, `:${new URL(target).port}`);
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = 'GET', url = '/', headers } = incoming;
      const body = Buffer.concat(chunks);
      requests.push({ method, url, headers, body: body.toString('utf8') });
      const ported = Object.fromEntries(
        ['host', 'origin', 'referer'].flatMap((name) => {
          const value = withPort(headers[name]?.toString());
          return value === undefined ? [] : [[name, value]];
        }),
      );
      const sent = { method, headers: { ...headers, ...ported }, agent: false as const };
      const onward = request(new URL(url, target), sent, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
