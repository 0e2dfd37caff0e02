import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askScgi } from './scgi.ts';

export interface BridgeOptions {
  /** rtorrent's SCGI socket. */
  readonly socket: string;
  /** Asked for with HTTP Basic, everywhere. */
  readonly credentials: { readonly username: string; readonly password: string } | null;
  /** Where XML-RPC is handed on as it is, such as `/RPC2`. */
  readonly rpcPath: string | null;
  /** Where a page like ruTorrent's is, such as `/rutorrent/`. */
  readonly pagePath: string | null;
  /** That page, and what its own questions are answered with. */
  readonly page: { readonly html: string; list(): Promise<unknown> } | null;
}

export interface Bridge {
  readonly origin: string;
  stop(): Promise<void>;
}

export const basicOf = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

/**
 * The web server in front of an rtorrent: XML-RPC as nginx hands it on, and a page with ruTorrent's `httprpc` plugin,
 * which hands on what is posted to it too, without trust, and says in its own way (as 5.3.12 does) that rtorrent is away.
 */
export async function startScgiBridge(options: BridgeOptions): Promise<Bridge> {
  const { credentials, page, pagePath, rpcPath, socket } = options;
  const pluginPath = pagePath && `${pagePath}plugins/httprpc/action.php`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://bridge.test');
    if (credentials && request.headers.authorization !== basicOf(credentials)) {
      response.setHeader('www-authenticate', 'Basic realm="rtorrent"');
      send(response, 401, 'text/html', '<html><body>401 Authorization Required</body></html>');
      return;
    }
    if (request.method === 'GET' && page && pathname === pagePath)
      return send(response, 200, 'text/html; charset=UTF-8', page.html);
    if (request.method !== 'POST' || (pathname !== rpcPath && pathname !== pluginPath))
      return send(response, 404, 'text/html', '<html><body>404 Not Found</body></html>');
    const body = await bodyOf(request);
    const away = (): void =>
      pathname === rpcPath
        ? send(response, 502, 'text/html', '<html><body>502 Bad Gateway</body></html>')
        : send(response, 200, 'application/json', 'false');
    try {
      if (page && body.toString('latin1') === 'mode=list')
        send(response, 200, 'application/json', JSON.stringify(await page.list()));
      else send(response, 200, 'text/xml', await askScgi(socket, body, pathname === rpcPath));
    } catch {
      away();
    }
  }

  const server: Server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
