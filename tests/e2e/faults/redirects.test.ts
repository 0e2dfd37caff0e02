import { createServer, type Server } from 'node:net';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientCheck, PlexCheck } from '../../../lib/messages/contract.ts';
import { type Seen, serve, type TestServer } from '../../http/support/server.ts';
import { type ExtensionBrowser, launchChrome, launchFirefox } from '../../rig/browser.ts';

/** Names and not 127.0.0.1: browsers treat that better than any other host. */
const names = ['nas.test', 'evil.test'];
const named = (origin: string, name: string): string => origin.replace('127.0.0.1', name);
const launch = { chrome: launchChrome, firefox: launchFirefox };

const token = 'canary-token-5d1e';
const password = 'canary-password-5d1f';
const machineIdentifier = '0123456789abcdef0123456789abcdef01234567';
const identity = JSON.stringify({ MediaContainer: { machineIdentifier, version: '1.41.0' } });
const statuses = [301, 302, 303, 307, 308];

/** Takes connections, of whatever protocol, and counts them. */
async function startCounter(): Promise<{
  readonly port: number;
  readonly count: () => number;
  readonly server: Server;
}> {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, count: () => connections, server };
}

describe.each(['chrome', 'firefox'] as const)('a secret that is redirected, in %s,', (kind) => {
  let extension: ExtensionBrowser;
  let own: Page;
  let counter: Awaited<ReturnType<typeof startCounter>>;

  beforeAll(async () => {
    [extension, counter] = await Promise.all([launch[kind]({ localNames: names }), startCounter()]);
    own = await extension.openOwnPage('options.html');
  });
  afterAll(async () => {
    await extension?.close();
    counter?.server.close();
  });

  async function ask<T>(name: string, request: object): Promise<T> {
    const answer = await own.evaluate(
      (message) => {
        const { browser, chrome } = globalThis as unknown as Record<
          'browser' | 'chrome',
          { runtime: { sendMessage(message: unknown): Promise<unknown> } }
        >;
        return (browser ?? chrome).runtime.sendMessage(message);
      },
      { name, request },
    );
    const { ok, value } = answer as { ok: boolean; value: T };
    if (!ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return value;
  }

  /** A server at a name of its own that may be asked, and one at another that may be asked too. */
  async function startTwo(
    answer: (seen: Seen, elsewhere: string) => { status: number; headers?: object; body?: string },
  ) {
    const evil = await serve((_, response) =>
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end(identity),
    );
    const elsewhere = named(evil.origin, 'evil.test');
    const server: TestServer = await serve((seen, response) => {
      const { status, headers = {}, body = '' } = answer(seen, elsewhere);
      response.writeHead(status, { ...headers }).end(body);
    });
    const origin = named(server.origin, 'nas.test');
    await extension.grant(origin);
    await extension.grant(elsewhere);
    await own.bringToFront();
    return { server, origin, evil };
  }

  const failed = ({ steps }: PlexCheck | ClientCheck) => steps.find(({ ok }) => !ok)?.code;

  it('goes nowhere: not to another host, another port, another protocol, nor in a loop', async () => {
    let [status, to] = [302, ''];
    const { server, origin, evil } = await startTwo(({ path }) =>
      path === '/identity' ? { status: 200, body: identity } : { status, headers: { location: to } },
    );
    const targets = [
      `${named(evil.origin, 'evil.test')}/library`,
      `${named(evil.origin, 'nas.test')}/library`,
      `//evil.test:${new URL(evil.origin).port}/`,
      `https://evil.test:${counter.port}/`,
      `${origin}/`,
      'data:application/json,{}',
      '',
    ];
    for (status of statuses) {
      for (to of targets) {
        const check = await ask<PlexCheck>('plex.save', { address: origin, token, machineIdentifier: null });
        // Chromium takes a redirect to no web address for a broken connection
        const codes = /^(?:\w+:)?\/\//.test(to) ? ['REDIRECTED'] : ['REDIRECTED', 'UNREACHABLE'];
        expect(codes, `${status} ${to}`).toContain(failed(check));
      }
    }
    expect(server.seen.filter(({ headers }) => headers['x-plex-token'] === token).length).toBe(
      statuses.length * targets.length,
    );
    expect(server.seen.filter(({ path }) => path.includes(token))).toEqual([]);
    expect(evil.seen).toEqual([]);
    expect(counter.count()).toBe(0);
  }, 120_000);

  it('does not even leave when who we ask first sends us elsewhere, or is somebody else', async () => {
    let body = '';
    const { server, origin, evil } = await startTwo(({ path }, elsewhere) =>
      path === '/identity' && body !== ''
        ? { status: 200, body }
        : { status: 307, headers: { location: `${elsewhere}/identity` } },
    );
    const request = { address: origin, token, machineIdentifier };
    expect(failed(await ask<PlexCheck>('plex.save', request))).toBe('REDIRECTED');
    body = identity.replace('0123', 'ffff');
    expect(failed(await ask<PlexCheck>('plex.save', request))).toBe('WRONG_SERVER');
    body = '<html>not Plex</html>';
    expect(failed(await ask<PlexCheck>('plex.save', request))).toBe('NOT_PLEX');
    expect(server.seen.length).toBeGreaterThan(2);
    for (const { headers, path } of [...server.seen, ...evil.seen]) {
      expect(JSON.stringify([headers, path])).not.toContain(token);
    }
    expect(evil.seen).toEqual([]);
  });

  it('is the password of a torrent client: that is not sent on either, in a header or a form', async () => {
    let status = 307;
    const { server, origin, evil } = await startTwo((_, elsewhere) => ({
      status,
      headers: { location: `${elsewhere}/` },
    }));
    for (status of statuses) {
      for (const client of ['qbittorrent', 'transmission', 'deluge', 'rtorrent', 'flood']) {
        const access = { kind: client, address: `${origin}/`, access: 'password', username: 'me' };
        const check = await ask<ClientCheck>('client.test', { client: access, secret: password });
        expect([client, status, check.ok]).toEqual([client, status, false]);
      }
    }
    expect(server.seen.length).toBeGreaterThan(statuses.length * 5 - 1);
    expect(evil.seen).toEqual([]);
  }, 120_000);
});
