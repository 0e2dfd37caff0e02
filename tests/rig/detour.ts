import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** Leads host names to other places, for a browser that can't be told where they are. */
export interface Detour {
  /** For Firefox. */
  readonly preferences: Readonly<Record<string, string | number>>;
  close(): void;
}

/** A proxy for these names alone (https); all others are asked directly. */
export async function startDetour(names: Readonly<Record<string, string>>): Promise<Detour> {
  const proxy = createServer((_, response) => response.writeHead(502).end());
  proxy.on('connect', (request, socket) => {
    const place = names[request.url?.split(':')[0] ?? ''];
    const [host = '', port] = place?.split(':') ?? [];
    const inner = connect({ host, port: Number(port) }, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(inner).pipe(socket);
    });
    inner.on('error', () => socket.destroy());
    socket.on('error', () => inner.destroy());
  });
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
  const { port } = proxy.address() as AddressInfo;
  const script = `function FindProxyForURL(url, host) {
    return ${JSON.stringify(Object.keys(names))}.includes(host) ? 'PROXY 127.0.0.1:${port}' : 'DIRECT';
  }`;
  return {
    preferences: {
      'network.proxy.type': 2,
      'network.proxy.autoconfig_url': `data:application/x-ns-proxy-autoconfig,${encodeURIComponent(script)}`,
    },
    close() {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
