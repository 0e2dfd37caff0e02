import { transmissionPage } from '../rig/pages/transmission.ts';
import { startTransmission } from '../rig/transmission.ts';
import { itKeepsBadgesOnTheirRows } from './page-contract.ts';

itKeepsBadgesOnTheirRows(transmissionPage, () => startTransmission({ withPassword: false }));
