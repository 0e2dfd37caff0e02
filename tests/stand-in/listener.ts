import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A listening socket that can go away and come back on the same port, as a rebooting machine does. */
export interface Listener {
  readonly url: string;
  readonly server: Server;
  /** Closes the socket and drops every connection. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  close(): Promise<void>;
}

type OnRequest = (request: IncomingMessage, response: ServerResponse) => void;
type OnUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export async function listen(
  address: { readonly port: number; readonly host: string },
  onRequest: OnRequest,
  onUpgrade: OnUpgrade,
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 20_000 }, onRequest);
  server.on('upgrade', onUpgrade);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  let port = address.port;

  const goOnline = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (server.listening) return resolve();
      server.once('error', reject);
      server.listen(port, address.host, () => {
        server.off('error', reject);
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  const goOffline = (): Promise<void> =>
    new Promise((resolve) => {
      if (!server.listening) return resolve();
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  await goOnline();
  return { url: `http://${address.host}:${port}`, server, goOffline, goOnline, close: goOffline };
}
