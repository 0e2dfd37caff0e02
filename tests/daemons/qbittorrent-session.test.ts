import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientAccess, TorrentClient } from '../../lib/ports/torrent-client.ts';
import { qbittorrent } from '../../lib/torrent-clients/qbittorrent/index.ts';
import { type BrowserCookies, browserCookies } from '../rig/browser-cookies.ts';
import { addManyTorrents } from '../rig/many-torrents.ts';
import { type Qbittorrent, qbittorrentVersion, startQbittorrent } from '../rig/qbittorrent.ts';
import type { RigTorrent } from '../rig/qbittorrent-api.ts';

const never = new AbortController().signal;
const isDone = (torrent: RigTorrent): boolean => torrent.completion_on > 0 && /UP$/.test(torrent.state);
const known = (): boolean => true;

describe.skipIf(qbittorrentVersion() === null)('the sessions of a real qBittorrent', () => {
  let daemon: Qbittorrent;
  /** The browser that a page and the extension live in. */
  let browser: BrowserCookies;
  beforeEach(async () => {
    [daemon, browser] = [await startQbittorrent(), browserCookies()];
  });
  afterEach(() => daemon?.stop());

  const connect = (
    access: ClientAccess,
    password: string,
    base: typeof fetch = browser.fetch,
  ): TorrentClient =>
    qbittorrent.connect({
      address: daemon.url,
      access,
      username: daemon.username,
      secret: async () => password,
      fetch: base,
    });
  const logins = (): number => browser.requests.filter((request) => request.includes('auth/login')).length;

  /** The page polls, we poll in between; gives which of the page's answers were full updates. */
  async function pageBeside(between: () => Promise<unknown>): Promise<readonly boolean[]> {
    const full: boolean[] = [];
    let rid = 0;
    for (let round = 0; round < 5; round++) {
      const url = `${daemon.url}api/v2/sync/maindata?rid=${rid}`;
      const response = await browser.fetch(url, { credentials: 'include' });
      const data = (await response.json()) as { rid: number; full_update?: boolean };
      rid = data.rid;
      full.push(data.full_update ?? false);
      await between();
    }
    return full.slice(1); // the first is full by nature
  }

  it.each(['browser-session', 'password'] as const)(
    'go on sending deltas to the page while we poll with access %s',
    async (access) => {
      await addManyTorrents(daemon, 3);
      browser.setCookie(await daemon.api.login());
      const client = connect(access, daemon.password);
      expect((await client.identify(never)).version).toMatch(/^\d/);
      const full = await pageBeside(async () => {
        const { cursor } = await client.listChanges(null, known, never);
        await client.listChanges(cursor, known, never);
        await client.listCompleted(never);
      });
      expect(full).toEqual([false, false, false, false]);
    },
  );

  it('would send everything each time if we read deltas with the session of the page', async () => {
    // the fact behind the test above; when it fails, qBittorrent has changed and we may use deltas more widely
    browser.setCookie(await daemon.api.login());
    let rid = 0;
    const full = await pageBeside(async () => {
      const url = `${daemon.url}api/v2/sync/maindata?rid=${rid}`;
      const response = await browser.fetch(url, { credentials: 'include' });
      rid = ((await response.json()) as { rid: number }).rid;
    });
    expect(full.slice(1)).toEqual([true, true, true]);
  });

  it('are opened with a password when there is none, and stay the one of the page', async () => {
    const [hash = ''] = await addManyTorrents(daemon, 1);
    const client = connect('password', daemon.password);
    expect(await client.listCompleted(never)).toHaveLength(1);
    expect(browser.cookie()).toMatch(/SID/);
    await client.listChanges(null, known, never);
    expect(logins()).toBe(1);

    await daemon.restart(); // forgets its sessions
    await daemon.api.waitFor(hash, isDone);
    expect(await client.listCompleted(never)).toHaveLength(1);
    expect(logins()).toBe(2);
  });

  it('are not opened with a wrong password, which is tried once: nobody is banned', async () => {
    const client = connect('password', 'wrong');
    for (let poll = 0; poll < 8; poll++)
      await expect(client.listChanges(null, known, never)).rejects.toMatchObject({
        code: 'CLIENT_PASSWORD_WRONG',
      });
    expect(logins()).toBe(1);
    await expect(daemon.api.login()).resolves.toMatch(/SID/);
  });

  it('do not hide a wrong password from the person who has just typed it', async () => {
    browser.setCookie(await daemon.api.login());
    await expect(connect('password', 'wrong').identify(never)).rejects.toMatchObject({
      code: 'CLIENT_PASSWORD_WRONG',
    });
    await expect(connect('browser-session', '').identify(never)).resolves.toBeDefined();
  });

  it('are refused to everybody after five failures, and that is told as what it is', async () => {
    const body = new URLSearchParams({ username: 'admin', password: 'wrong' });
    for (let attempt = 0; attempt < 5; attempt++)
      await fetch(`${daemon.url}api/v2/auth/login`, { method: 'POST', body });
    await expect(connect('password', daemon.password).listCompleted(never)).rejects.toMatchObject({
      code: 'CLIENT_BANNED',
      retryable: false,
      retryAfterMs: 3_600_000,
    });
  });

  it('are refused to the origin of an extension, and given when the browser takes it off', async () => {
    let origin: string | null = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
    const asExtension: typeof fetch = (input, init) => {
      const request = new Request(input, init);
      if (origin !== null && request.method === 'POST') request.headers.set('origin', origin);
      return browser.fetch(request);
    };
    const client = connect('password', daemon.password, asExtension);
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_ORIGIN_REFUSED' });
    origin = null;
    expect(await client.listCompleted(never)).toEqual([]);
  });
});
