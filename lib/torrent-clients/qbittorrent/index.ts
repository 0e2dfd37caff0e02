import type { TorrentClientKind } from '../../ports/torrent-client.ts';

export const qbittorrent: TorrentClientKind<'qbittorrent'> = {
  id: 'qbittorrent',
  label: 'qBittorrent',
  accesses: ['browser-session', 'password', 'api-key'],
  connect() {
    throw new Error('being built');
  },
};
