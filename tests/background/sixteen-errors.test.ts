import { readFileSync } from 'node:fs';
import { createServer as createTls } from 'node:https';
import { type AddressInfo, connect, createServer as createTcp, type Server } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { errorText } from '../../components/error-text.ts';
import { checkClient } from '../../lib/background/check-client.ts';
import { checkPlex } from '../../lib/background/check-plex.ts';
import { inferCause } from '../../lib/background/infer-cause.ts';
import { ask } from '../../lib/browser/ask.ts';
import { type ErrorCode, failureOf } from '../../lib/domain/errors.ts';
import { knock } from '../../lib/http/knock.ts';
import { probeIdentity } from '../../lib/plex/identity.ts';
import { PlexService } from '../../lib/plex/plex-service.ts';
import { torrentClientById } from '../../lib/torrent-clients/index.ts';
import { messages } from '../components/support/messages.ts';
import { startBackground } from '../fakes/background.ts';
import { FakeWorld } from '../fakes/world.ts';
import { closedOrigin, serve } from '../http/support/server.ts';
import { service } from '../plex/support/plex.ts';
import { type StandIn, type StandInOptions, startStandIn } from '../stand-in/index.ts';
import { mediaFolder } from '../stand-in/support/media-folder.ts';

/** A network whose router answers to no name of plex.direct: it protects from rebinding. */
const rebindProtected: typeof fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  if (new URL(url).hostname.endsWith('.plex.direct')) throw new TypeError('Failed to fetch');
  return fetch(input, init);
};

/** The first step of a connection test that failed, made over real connections. */
async function plexFails(
  address: string,
  about: { readonly token?: string; readonly machine?: string; readonly allowed?: boolean } = {},
  network: typeof fetch = fetch,
): Promise<ErrorCode | null> {
  const client = { clientIdentifier: 'install-1', version: '0.1.0', platform: 'Firefox' };
  const { steps } = await checkPlex(
    {
      allowed: async () => about.allowed ?? true,
      identify: (one, signal) => probeIdentity(one, network, signal),
      cause: (one) => inferCause(one, (url) => knock(url, network)),
      server: ({ machineIdentifier }, token) =>
        new PlexService({ address, machineIdentifier, token: async () => token, fetch: network, client }),
      storedToken: async () => null,
    },
    { address, token: about.token ?? 'some-token', machineIdentifier: about.machine ?? null },
  );
  return steps.find(({ ok }) => !ok)?.code ?? null;
}

async function clientFails(
  address: string,
  access: 'browser-session' | 'password' = 'browser-session',
): Promise<ErrorCode | null> {
  const { steps } = await checkClient(
    {
      allowed: async () => true,
      allowPosts: async () => async () => undefined,
      connect: ({ kind, username }, secret) =>
        torrentClientById(kind)?.connect({ address, access, username, secret: async () => secret, fetch }),
    },
    { kind: 'qbittorrent', address, access, username: 'me' },
    'wrong-password',
  );
  return steps.find(({ ok }) => !ok)?.code ?? null;
}

async function plex(options: StandInOptions = {}): Promise<StandIn> {
  const standIn = await startStandIn(options);
  onTestFinished(() => standIn.close());
  return standIn;
}

/** One port that speaks http and, with a certificate for other names, https: as Plex does. */
async function badlyCertified(): Promise<string> {
  const fixture = (name: string): Buffer =>
    readFileSync(new URL(`../fixtures/plex-tv/${name}`, import.meta.url));
  const listening = async (server: Server): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  };
  const tlsPort = await listening(
    createTls({ key: fixture('key.pem'), cert: fixture('certificate.pem') }) as Server,
  );
  const front = createTcp((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      if (first[0] !== 0x16) {
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok');
        return;
      }
      const inner = connect(tlsPort, '127.0.0.1');
      inner.on('error', () => socket.destroy());
      inner.write(first);
      socket.pipe(inner).pipe(socket);
    });
  });
  return `https://127.0.0.1:${await listening(front)}`;
}

/** What became of a download in a Plex whose libraries are elsewhere, or that does not recognise its name. */
async function downloadFails(savePath: string): Promise<ErrorCode | null> {
  const world = new FakeWorld();
  world.blind = true;
  const { manager, book, clock } = startBackground(world);
  await manager.tick();
  world.complete(1, ['Film/film.mkv'], savePath, clock.nowMs);
  for (let at = 0; at < 240; at++) {
    await manager.tick();
    await clock.pass(30_000);
  }
  const problem = book.all()[0]?.problem;
  return problem?.retryAtMs === null ? problem.code : null;
}

const page = (status: number, body: string, type = 'text/html') =>
  serve((_, response) => response.writeHead(status, { 'content-type': type }).end(body));

const provoked: { readonly [Code in ErrorCode]?: () => Promise<ErrorCode | null> } = {
  URL_INVALID: () => plexFails('not an address'),
  PERMISSION_MISSING: async () => plexFails((await plex()).plexUrl, { allowed: false }),
  UNREACHABLE: async () => plexFails(await closedOrigin()),
  DNS: async () => {
    const { port } = new URL((await plex()).plexUrl);
    return plexFails(`https://127-0-0-1.${'ab'.repeat(16)}.plex.direct:${port}`, {}, rebindProtected);
  },
  TLS: async () => plexFails(await badlyCertified()),
  NOT_PLEX: async () => plexFails((await page(200, '<h1>It works!</h1>')).origin),
  WRONG_SERVER: async () => plexFails((await plex()).plexUrl, { machine: 'f'.repeat(40) }),
  TOKEN_INVALID: async () => plexFails((await plex()).plexUrl, { token: 'not-the-token' }),
  NO_LIBRARY_RIGHT: async () => {
    const media = await mediaFolder('movies/.keep');
    onTestFinished(() => media[Symbol.asyncDispose]());
    const locations = [{ diskPath: `${media.path}/movies` }];
    const standIn = await plex({ sections: [{ key: '1', type: 'movie', title: 'Films', locations }] });
    const { machineIdentifier, plexUrl } = standIn;
    const token = standIn.addSharedToken();
    const guest = service(plexUrl, { machineIdentifier, token: async () => token });
    const signal = AbortSignal.timeout(10_000);
    return guest.scanPath('1', `${media.path}/movies`, signal).then(
      () => null,
      (error: unknown) => failureOf(error, 'test').code,
    );
  },
  NO_LIBRARIES: async () => {
    const standIn = await plex({ sections: [] });
    return plexFails(standIn.plexUrl, { token: standIn.token });
  },
  CLIENT_LOGIN: async () => clientFails(`${(await page(403, 'Forbidden', 'text/plain')).origin}/`),
  CLIENT_BANNED: async () => {
    const banned = 'Your IP address has been banned after too many failed authentication attempts.';
    return clientFails(`${(await page(403, banned, 'text/plain')).origin}/`, 'password');
  },
  CLIENT_UNKNOWN: async () => clientFails(`${(await page(200, '<h1>Router</h1>')).origin}/`),
  UNMAPPED: () => downloadFails('/somewhere/else'),
  NOT_APPEARED: () => downloadFails('/media/movies'),
  UPDATED: () => {
    vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockRejectedValue(new Error('context invalidated'));
    return ask('scan.now', {}).then(
      () => null,
      (error: unknown) => failureOf(error, 'test').code,
    );
  },
};

it('are sixteen', () => expect(Object.keys(provoked)).toHaveLength(16));

it.each(Object.entries(provoked))(
  '%s comes from what it is said to come from, and is said',
  async (code, provoke) => {
    expect(await provoke()).toBe(code);
    const { sentence, remedy } = errorText(code as ErrorCode);
    expect(messages[sentence.replace('.', '_')]?.message).toMatch(/\w{3}/);
    expect(remedy === null).toBe(code === 'CLIENT_BANNED');
    if (code === 'DNS' || code === 'TLS') expect(messages[`error_${code}`]?.message).toMatch(/probably/);
  },
  30_000,
);
