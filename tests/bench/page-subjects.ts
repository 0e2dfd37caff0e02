import { busyQbittorrent } from '../rig/busy-qbittorrent.ts';
import { qbittorrentPage } from '../rig/pages/qbittorrent.ts';
import { startQbittorrent } from '../rig/qbittorrent.ts';
import { QbittorrentApi } from '../rig/qbittorrent-api.ts';
import type { PageSubject } from './page-subject.ts';

/** Every page that a package brings. */
export const pageSubjects: readonly PageSubject[] = [
  {
    hands: qbittorrentPage,
    startClient: startQbittorrent,
    async headers({ url, username, password }) {
      return { cookie: await new QbittorrentApi(url, username ?? '', password ?? '').login() };
    },
    path: '/',
    makeBusy: busyQbittorrent,
    refreshMs: 1_500,
  },
];
