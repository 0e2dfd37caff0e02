import { describe } from 'vitest';
import { floodVersion, startFlood } from '../rig/flood.ts';
import { floodPage } from '../rig/pages/flood.ts';
import { itKeepsBadgesOnTheirRows } from './page-contract.ts';

describe.skipIf(floodVersion() === null)('Flood', () => {
  // below a path, where its page rewrites its own address
  itKeepsBadgesOnTheirRows(floodPage, () => startFlood({ base: '/some/flood/' }));
});
