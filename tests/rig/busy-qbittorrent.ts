import { type BusyProxy, type MakeBusy, speedOf, startBusyProxy } from './busy-proxy.ts';

interface MainData {
  torrents?: Record<string, Record<string, unknown>>;
}

/** Adds changed torrents to every answer of `sync/maindata`. */
export const busyQbittorrent =
  (hashes: readonly string[]): MakeBusy =>
  (path, body, changing, round) => {
    if (!path.startsWith('/api/v2/sync/maindata')) return body;
    const data = JSON.parse(body.toString('utf8')) as MainData;
    data.torrents ??= {};
    for (const [at, hash] of hashes.slice(0, changing).entries()) {
      const speed = speedOf(round, at);
      data.torrents[hash] = {
        ...data.torrents[hash],
        upspeed: speed,
        eta: speed,
        num_leechs: round % 50,
        ratio: speed / 7e5,
      };
    }
    return Buffer.from(JSON.stringify(data));
  };

/** A busy qBittorrent, signed in with this cookie. */
export const startBusyQbittorrent = (
  target: string,
  cookie: string,
  hashes: readonly string[],
): Promise<BusyProxy> => startBusyProxy({ target, headers: { cookie }, makeBusy: busyQbittorrent(hashes) });
