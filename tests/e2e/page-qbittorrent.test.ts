import { qbittorrentPage } from '../rig/pages/qbittorrent.ts';
import { startQbittorrent } from '../rig/qbittorrent.ts';
import { itKeepsBadgesOnTheirRows } from './page-contract.ts';

itKeepsBadgesOnTheirRows(qbittorrentPage, startQbittorrent);
