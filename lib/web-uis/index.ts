import type { WebUi } from '../ports/web-ui.ts';
import { qbittorrent } from './qbittorrent.ts';

/** Every page Marquee knows, most specific first. Adding one is one file and one line here. */
export const webUis: readonly WebUi[] = [qbittorrent];
