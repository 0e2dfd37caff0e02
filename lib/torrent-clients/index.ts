import type { TorrentClientKind } from '../ports/torrent-client.ts';
import { deluge } from './deluge/index.ts';
import { flood } from './flood/index.ts';
import { qbittorrent } from './qbittorrent/index.ts';
import { rtorrent } from './rtorrent/index.ts';
import { transmission } from './transmission/index.ts';

/** Every torrent client Marquee speaks to. Adding one is one folder and one line here. */
export const torrentClients = [
  qbittorrent,
  transmission,
  deluge,
  rtorrent,
  flood,
] as const satisfies readonly TorrentClientKind[];

export type TorrentClientId = (typeof torrentClients)[number]['id'];

export const torrentClientById = (id: string): TorrentClientKind | undefined =>
  torrentClients.find((kind) => kind.id === id);
