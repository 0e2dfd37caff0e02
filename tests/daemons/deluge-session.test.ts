import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientAccess, TorrentClient } from '../../lib/ports/torrent-client.ts';
import { deluge } from '../../lib/torrent-clients/deluge/index.ts';
import { type BrowserCookies, browserCookies } from '../rig/browser-cookies.ts';
import { type Deluge, delugeVersion, startDeluge } from '../rig/deluge.ts';
import { addManyTorrents } from '../rig/many-torrents.ts';

const never = new AbortController().signal;
const known = (): boolean => true;
const wrong = { code: 'CLIENT_PASSWORD_WRONG', retryable: false };

describe.skipIf(delugeVersion() === null)('the sessions of a real Deluge', () => {
  let daemon: Deluge;
  /** The browser that a page and the extension live in. */
  let browser: BrowserCookies;
  beforeEach(async () => {
    [daemon, browser] = [await startDeluge(), browserCookies()];
  });
  afterEach(() => daemon?.stop());

  const connect = (access: ClientAccess, password: string, base = browser.fetch): TorrentClient =>
    deluge.connect({
      address: daemon.url,
      access,
      username: null,
      secret: async () => password,
      fetch: base,
    });

  /** What the page asks every two seconds. */
  async function pageAsks(): Promise<Record<string, { readonly name: string; readonly state: string }>> {
    const response = await browser.fetch(`${daemon.url}json`, {
      method: 'POST',
      credentials: 'include',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ method: 'web.update_ui', params: [['name', 'state'], {}], id: 1 }),
    });
    return ((await response.json()) as { result: { torrents: Awaited<ReturnType<typeof pageAsks>> } }).result
      .torrents;
  }

  it('show the page every change while we poll in between', async () => {
    const [hash = ''] = await addManyTorrents(daemon, 3);
    browser.setCookie(await daemon.api.login());
    const client = connect('browser-session', '');
    const pollAll = async (): Promise<void> => {
      const { cursor } = await client.listChanges(null, () => false, never);
      await client.listChanges(cursor, known, never);
      await client.listCompleted(never);
    };
    for (const [method, state] of [
      ['core.pause_torrent', 'Paused'],
      ['core.resume_torrent', 'Seeding'],
    ] as const) {
      await pollAll();
      expect(Object.keys(await pageAsks())).toHaveLength(3);
      await daemon.api.call(method, [hash]);
      await daemon.api.waitFor(hash, (torrent) => torrent.state === state);
      await pollAll();
      await expect.poll(async () => (await pageAsks())[hash]?.state, { timeout: 10_000 }).toBe(state);
      expect((await pageAsks())[hash]?.name).toBeTypeOf('string');
    }
  });

  it('are opened anew with a password when they are lost between two requests of a poll', async () => {
    await addManyTorrents(daemon, 2);
    let lists = 0;
    const client = connect('password', daemon.password, (input, init) => {
      const request = new Request(input, init);
      return request
        .clone()
        .text()
        .then((body) => {
          if (body.includes('core.') && ++lists === 2) browser.setCookie('_session_id=gone');
          return browser.fetch(request);
        });
    });
    const { torrents } = await client.listChanges(null, () => false, never);
    expect(torrents).toHaveLength(2);
    expect(browser.cookie()).toMatch(/^_session_id=[0-9a-f]{60}/);
  });

  it('are not opened with a wrong password, whether the browser has one or not', async () => {
    const client = connect('password', 'wrong');
    await expect(client.listChanges(null, known, never)).rejects.toMatchObject(wrong);
    const own = await daemon.api.login();
    browser.setCookie(own);
    await expect(connect('password', 'wrong').identify(never)).rejects.toMatchObject(wrong);
    await expect(connect('password', daemon.password).identify(never)).resolves.toBeDefined();
    expect(browser.cookie()?.slice(0, 40)).toBe(own.slice(0, 40));
  });

  it('outlive the daemon behind the page, whose end is told as what it is and at once', async () => {
    await addManyTorrents(daemon, 2);
    browser.setCookie(await daemon.api.login());
    const client = connect('browser-session', '');
    expect(await client.listCompleted(never)).toHaveLength(2);
    await daemon.stopBackend();
    const away = { code: 'CLIENT_BACKEND_AWAY', retryable: true };
    const begin = Date.now();
    await expect(client.listChanges(null, known, never)).rejects.toMatchObject(away);
    await expect(client.identify(never)).rejects.toMatchObject(away);
    expect(Date.now() - begin).toBeLessThan(5_000);

    await daemon.startBackend();
    // the page does not connect by itself, and neither do we
    await expect(client.listCompleted(never)).rejects.toMatchObject(away);
    const [[hostId]] = await daemon.api.call<[[string]]>('web.get_hosts');
    await daemon.api.call('web.connect', hostId);
    await expect.poll(async () => (await client.listCompleted(never)).length).toBe(2);
  });
});
