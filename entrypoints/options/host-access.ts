import type { HostAccess } from '../../components/host-access.ts';
import { matchPattern, portsWork } from '../../lib/browser/match-pattern.ts';
import { removeHost, requestHost } from '../../lib/browser/permissions.ts';

const patternOf = (address: string): string => matchPattern(address, portsWork);

/** Access to hosts as the browser grants it: per pattern, so that two addresses can hang from one grant. */
export const hostAccess: HostAccess = {
  request: requestHost,
  remove: async (address, stillUsed) => {
    const isShared = stillUsed.some((other) => patternOf(other) === patternOf(address));
    if (!isShared) await removeHost(address);
  },
};
