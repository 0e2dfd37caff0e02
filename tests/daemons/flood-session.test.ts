import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isComplete } from '../../lib/domain/torrent.ts';
import type { ClientAccess, TorrentClient } from '../../lib/ports/torrent-client.ts';
import { flood } from '../../lib/torrent-clients/flood/index.ts';
import { type BrowserCookies, browserCookies } from '../rig/browser-cookies.ts';
import { type Flood, floodVersion, startFlood } from '../rig/flood.ts';
import { addManyTorrents } from '../rig/many-torrents.ts';
import { transmissionVersion } from '../rig/transmission.ts';

const never = new AbortController().signal;
const known = (): boolean => true;
const isInstalled = floodVersion() !== null && transmissionVersion() !== null;

const connect = (daemon: Flood, access: ClientAccess, browser: BrowserCookies): TorrentClient =>
  flood.connect({
    address: `${daemon.url}overview/`,
    access,
    username: daemon.username,
    secret: async () => daemon.password,
    fetch: browser.fetch,
  });
const signIns = (browser: BrowserCookies): number =>
  browser.requests.filter((request) => request.includes('auth/')).length;

describe.skipIf(!isInstalled)('a real Flood with an account', () => {
  let daemon: Flood;
  beforeAll(async () => {
    daemon = await startFlood({ backend: 'transmission', base: '/flood/' });
    await addManyTorrents(daemon, 2);
  });
  afterAll(() => daemon?.stop());

  it('is signed in to again when its cookie has gone bad between two polls', async () => {
    const browser = browserCookies();
    const client = connect(daemon, 'password', browser);
    const { cursor } = await client.listChanges(null, known, never);
    const before = browser.cookie();
    browser.setCookie(before?.replace(/\.[^.]*$/, '.forged') ?? null);
    expect(await client.listChanges(cursor, known, never)).toMatchObject({ torrents: [], gap: false });
    expect(signIns(browser)).toBe(2);
    expect((await client.listCompleted(never)).filter(isComplete)).toHaveLength(2);
  });

  it('is asked once whether it wants a password, and not each time it is polled', async () => {
    const browser = browserCookies();
    const client = connect(daemon, 'browser-session', browser);
    for (let poll = 0; poll < 5; poll++)
      await expect(client.listChanges(null, known, never)).rejects.toMatchObject({ code: 'CLIENT_LOGIN' });
    expect(signIns(browser)).toBe(1);
    browser.setCookie(await daemon.login());
    expect(await client.listCompleted(never)).toHaveLength(2);
  });
});

describe.skipIf(!isInstalled)('a real Flood without accounts', () => {
  it('is read without a sign-in, and says when the torrent client behind it is away', async () => {
    const daemon = await startFlood({ backend: 'transmission', withPassword: false });
    try {
      const [hash] = await addManyTorrents(daemon, 1);
      const client = connect(daemon, 'browser-session', browserCookies());
      expect((await client.identify(never)).version).toBe(daemon.version);
      const [torrent] = await client.listCompleted(never);
      expect(torrent?.hash).toBe(hash);
      if (!torrent) return;

      await daemon.backend.stop();
      const away = { code: 'CLIENT_BACKEND_AWAY', retryable: true };
      await expect(client.listChanges(null, known, never)).rejects.toMatchObject(away);
      await expect(client.listFiles(torrent.hash, never)).rejects.toMatchObject(away);
      await expect(client.identify(never)).rejects.toMatchObject(away);
    } finally {
      await daemon.stop();
    }
  });
});
