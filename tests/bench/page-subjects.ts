import { makeDelugeBusy, makeTransmissionBusy } from '../rig/busy-others.ts';
import { busyQbittorrent } from '../rig/busy-qbittorrent.ts';
import { startDeluge } from '../rig/deluge.ts';
import { DelugeApi } from '../rig/deluge-api.ts';
import { startFlood } from '../rig/flood.ts';
import { delugePage } from '../rig/pages/deluge.ts';
import { floodPage } from '../rig/pages/flood.ts';
import { qbittorrentPage } from '../rig/pages/qbittorrent.ts';
import { transmissionPage } from '../rig/pages/transmission.ts';
import { startQbittorrent } from '../rig/qbittorrent.ts';
import { startTransmission } from '../rig/transmission.ts';
import { type PageSubject, pageSubject } from './page-subject.ts';

/** Every page that a package brings. */
export const pageSubjects: readonly PageSubject[] = [
  pageSubject({
    hands: qbittorrentPage,
    startClient: startQbittorrent,
    headers: async ({ api }) => ({ cookie: await api.login() }),
    makeBusy: busyQbittorrent,
    refreshMs: 1_500,
  }),
  pageSubject({
    hands: transmissionPage,
    startClient: () => startTransmission({ withPassword: false }),
    headers: async () => ({}),
    makeBusy: () => makeTransmissionBusy,
    refreshMs: 5_000,
  }),
  pageSubject({
    hands: delugePage,
    startClient: startDeluge,
    headers: async ({ url, password }) => ({ cookie: await new DelugeApi(url, password).login() }),
    makeBusy: () => makeDelugeBusy,
    refreshMs: 2_000,
  }),
  pageSubject({
    hands: floodPage,
    startClient: startFlood,
    headers: async ({ login }) => ({ cookie: await login() }),
    refreshMs: 2_000,
  }),
];
