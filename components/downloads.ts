import type { DownloadOverview } from '../lib/domain/overview.ts';

/** Nothing moves here until a person does something. */
export const needsAttention = ({ stage, problem }: DownloadOverview): boolean =>
  stage !== 'available' && stage !== 'ignored' && problem !== null && problem.retryAtMs === null;

/** Goes on by itself. */
export const onItsWay = (download: DownloadOverview): boolean =>
  download.stage !== 'available' && download.stage !== 'ignored' && !needsAttention(download);
