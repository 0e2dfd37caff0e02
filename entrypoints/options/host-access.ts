import type { HostAccess } from '../../components/host-access.ts';
import { matchPattern, portsWork } from '../../lib/browser/match-pattern.ts';
import { requestNotifications } from '../../lib/browser/notifications.ts';
import {
  grantedHosts,
  onHostsChange,
  removeHost,
  removePattern,
  requestHost,
  requestHosts,
} from '../../lib/browser/permissions.ts';

const patternOf = (address: string): string => matchPattern(address, portsWork);

/** Access to hosts as the browser grants it: per pattern, so that two addresses can hang from one grant. */
export const hostAccess: HostAccess = {
  request: requestHost,
  requestAll: requestHosts,
  requestNotifications,
  remove: async (address, stillUsed) => {
    const isShared = stillUsed.some((other) => patternOf(other) === patternOf(address));
    if (!isShared) await removeHost(address);
  },
  list: grantedHosts,
  revoke: removePattern,
  patternOf,
  onChange: onHostsChange,
};
