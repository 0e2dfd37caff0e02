import { startDeluge } from '../rig/deluge.ts';
import { delugePage } from '../rig/pages/deluge.ts';
import { itKeepsBadgesOnTheirRows } from './page-contract.ts';

itKeepsBadgesOnTheirRows(delugePage, startDeluge);
