import { expect, it } from 'vitest';
import { isComplete, type Torrent } from '../../../lib/domain/torrent.ts';
import type { TorrentClient, TorrentClientKind } from '../../../lib/ports/torrent-client.ts';
import { type BrowserCookies, browserCookies } from '../../rig/browser-cookies.ts';
import { type TorrentDaemon, waitUntilComplete } from '../../rig/torrent-daemon.ts';
import { known, type Looked, never, pollAs, watchRecheck, withPageSession } from './looking.ts';
import { countPasswords, type PasswordCount } from './password-count.ts';

const identity = ({ hash, completedAtMs, contentPath, savePath }: Torrent) => ({
  hash,
  completedAtMs,
  contentPath,
  savePath,
});
const byHash = (a: Torrent, b: Torrent): number => (a.hash < b.hash ? -1 : 1);

const completions = async (client: TorrentClient) =>
  (await client.listCompleted(never)).filter(isComplete).toSorted(byHash).map(identity);

interface WithPassword {
  readonly client: TorrentClient;
  readonly browser: BrowserCookies;
  readonly count: PasswordCount;
}

/** A client in a browser in which nobody is signed in. */
function withPassword(
  kind: TorrentClientKind,
  daemon: TorrentDaemon,
  password = daemon.password,
): WithPassword {
  const count = countPasswords(password ?? '');
  const browser = browserCookies(count.fetch);
  const client = kind.connect({
    address: daemon.url,
    access: 'password',
    username: daemon.username,
    secret: async () => password,
    fetch: browser.fetch,
  });
  return { client, browser, count };
}

/** How a client with a password is signed in to, and what a restart does to that. */
export function sessionCases(now: () => Looked, kind: TorrentClientKind): void {
  const hasPassword = kind.accesses.includes('password');

  it.runIf(hasPassword)('says that the session of the browser has ended', async () => {
    let hasEnded = false;
    const client = await withPageSession(kind, now().daemon, (input, init) => {
      const request = new Request(input, init);
      if (hasEnded) for (const name of ['cookie', 'authorization']) request.headers.delete(name);
      return fetch(request);
    });
    const { cursor } = await pollAs(client, null);
    hasEnded = true;
    const refused = { code: 'CLIENT_LOGIN', retryable: false };
    await expect(pollAs(client, cursor)).rejects.toMatchObject(refused);
    await expect(client.listCompleted(never)).rejects.toMatchObject(refused);
  });

  it.runIf(hasPassword)(
    'signs in once with a password, and once more when the session has ended',
    async () => {
      const { client, browser, count } = withPassword(kind, now().daemon);
      const calls = () =>
        Promise.all([completions(client), completions(client), pollAs(client, null, known)]);
      const [first, second] = await calls();
      expect(first.length).toBeGreaterThan(0);
      expect(second).toEqual(first);
      const signIns = count.inBody(); // none where each request brings the password, as with HTTP Basic
      expect(signIns).toBeLessThanOrEqual(1);
      await calls();
      expect(count.inBody()).toBe(signIns);
      browser.setCookie(null);
      expect((await calls())[0]).toEqual(first);
      expect(count.inBody()).toBe(2 * signIns);
    },
  );

  it.runIf(hasPassword)('tries a wrong password once, and says that it is wrong', async () => {
    const { client, count } = withPassword(kind, now().daemon, 'wrong-one');
    for (let poll = 0; poll < 8; poll++)
      await expect(pollAs(client, null, known)).rejects.toMatchObject({
        code: 'CLIENT_PASSWORD_WRONG',
        retryable: false,
      });
    expect(count.inBody() + count.inHeader()).toBe(1);
    await expect(withPassword(kind, now().daemon).client.identify(never)).resolves.toBeDefined();
  });

  it('is not taken for one at an address where it is not', async () => {
    const { daemon } = now();
    const client = kind.connect({
      address: `${daemon.url}somewhere/else/`,
      access: 'browser-session',
      username: null,
      secret: async () => null,
      fetch: await daemon.signedIn(),
    });
    await expect(client.identify(never)).rejects.toMatchObject({ code: 'CLIENT_UNKNOWN' });
  });

  it('knows its completions by the same stamps after a restart, and lets us in again', async () => {
    const { daemon, client: page } = now();
    const own = hasPassword ? withPassword(kind, daemon) : undefined;
    const before = await completions(page);
    expect(before.length).toBeGreaterThan(0);
    if (own) expect(await completions(own.client)).toEqual(before);
    const signIns = own?.count.inBody() ?? 0;
    const { cursor } = await pollAs(own?.client ?? page, null, known);
    await daemon.restart();
    for (const { hash } of before) await waitUntilComplete(daemon, hash);
    const hasEnded = await page.listCompleted(never).then(
      () => false,
      (error) => {
        expect(error).toMatchObject({ code: 'CLIENT_LOGIN', retryable: false });
        return true;
      },
    );
    expect(await completions(await withPageSession(kind, daemon))).toEqual(before);
    if (!own) return;
    expect(await completions(own.client)).toEqual(before);
    expect(own.count.inBody()).toBe(hasEnded ? 2 * signIns : signIns);
    const changes = await pollAs(own.client, cursor, known);
    expect(changes.removed).toEqual([]);
    const stamps = new Map(before.map((one) => [one.hash, one.completedAtMs]));
    for (const one of changes.torrents.filter(isComplete))
      expect(one.completedAtMs).toBe(stamps.get(one.hash));
  });

  it('keeps the stamps of what was downloaded before the restart when that is checked', async () => {
    const { daemon } = now();
    const client = await withPageSession(kind, daemon);
    const before = await completions(client);
    const [largest] = (await client.listCompleted(never)).toSorted((a, b) => b.wantedBytes - a.wantedBytes);
    if (!largest) throw new Error('nothing is complete');
    await watchRecheck({ daemon, client }, largest.hash, largest);
    expect(await completions(client)).toEqual(before);
    const { torrents } = await pollAs(client, null);
    expect(torrents.filter(isComplete).toSorted(byHash).map(identity)).toEqual(before);
  });
}
