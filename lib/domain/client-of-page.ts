import type { ClientSettings } from './settings.ts';

/**
 * The torrent client that a page belongs to: same origin with port, and the longest address that is a prefix of the
 * page's path. One origin can hold several clients behind a proxy, so the origin alone does not tell.
 */
export function clientOfPage(
  pageUrl: string,
  clients: readonly ClientSettings[],
): ClientSettings | undefined {
  const page = URL.parse(pageUrl);
  if (!page || page.origin === 'null') return undefined; // files and data: all of them have this one origin
  let best: ClientSettings | undefined;
  for (const client of clients) {
    const address = URL.parse(client.address);
    if (!address || address.origin !== page.origin) continue;
    const folder = address.pathname.endsWith('/') ? address.pathname : `${address.pathname}/`;
    if (!page.pathname.startsWith(folder) && `${page.pathname}/` !== folder) continue;
    if (!best || client.address.length > best.address.length) best = client;
  }
  return best;
}
