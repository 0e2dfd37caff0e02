import type { PageReader } from '../ports/web-ui.ts';
import { deluge } from './deluge.ts';
import { flood } from './flood.ts';
import { qbittorrent } from './qbittorrent.ts';
import { transmission } from './transmission.ts';
import { transmissionWebControl } from './transmission-web-control.ts';
import { trguing } from './trguing.ts';
import { vuetorrent } from './vuetorrent.ts';

/** Every page whose rows only its own scripts can tell apart. Adding one is one file and one line here. */
export const pageReaders: readonly PageReader[] = [
  qbittorrent,
  vuetorrent,
  trguing,
  transmissionWebControl,
  transmission,
  deluge,
  flood,
];
