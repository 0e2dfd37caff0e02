import { rutorrentPage } from '../rig/pages/rutorrent.ts';
import { startRtorrent } from '../rig/rtorrent.ts';
import { itKeepsBadgesOnTheirRows } from './page-contract.ts';

itKeepsBadgesOnTheirRows(rutorrentPage, startRtorrent);
