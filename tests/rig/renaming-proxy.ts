import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RenamingProxy {
  /** `127.0.0.1:port` */
  readonly place: string;
  close(): Promise<void>;
}

/** In front of a real server: folders and the like by other names in all answers, as in other people's containers. */
export async function startRenamingProxy(
  target: string,
  names: Readonly<Record<string, string>>,
): Promise<RenamingProxy> {
  const renamed = (text: string): string =>
    Object.entries(names).reduce((so, [from, to]) => so.replaceAll(from, to), text);
  const server = createServer((incoming, outgoing) => {
    // its own Host, no Origin and no Referer: qBittorrent refuses what looks like another site's request
    const { 'accept-encoding': _encoding, host, origin, referer, ...headers } = incoming.headers;
    const url = new URL(incoming.url ?? '/', target);
    const onward = request(url, { method: incoming.method ?? 'GET', headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => {
        const { 'content-length': _length, 'transfer-encoding': _transfer, ...rest } = answer.headers;
        const body = Buffer.concat(pieces);
        const isText = /json|text/.test(String(rest['content-type']));
        outgoing.writeHead(answer.statusCode ?? 502, rest);
        outgoing.end(isText ? renamed(body.toString()) : body);
      });
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    place: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
