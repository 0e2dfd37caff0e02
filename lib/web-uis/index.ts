import type { WebUi } from '../ports/web-ui.ts';
import { deluge } from './deluge.ts';
import { flood } from './flood.ts';
import { qbittorrent } from './qbittorrent.ts';
import { rutorrent } from './rutorrent.ts';
import { transmission } from './transmission.ts';
import { transmissionWebControl } from './transmission-web-control.ts';
import { trguing } from './trguing.ts';
import { vuetorrent } from './vuetorrent.ts';

/** Every page Marquee knows, most specific first. Adding one is one file and one line here. */
export const webUis: readonly WebUi[] = [
  vuetorrent,
  qbittorrent,
  trguing,
  transmissionWebControl,
  transmission,
  deluge,
  rutorrent,
  flood,
];
