import type { HostAccess } from '../../../components/host-access.ts';

export interface FakeAccess extends HostAccess {
  readonly requested: string[];
  /** Patterns that the browser has granted. */
  readonly granted: string[];
  readonly removed: { readonly address: string; readonly stillUsed: readonly string[] }[];
}

export function createFakeAccess(answer: () => Promise<boolean> = async () => true): FakeAccess {
  const requested: string[] = [];
  const removed: { address: string; stillUsed: readonly string[] }[] = [];
  const granted: string[] = [];
  const listeners = new Set<() => void>();
  return {
    requested,
    removed,
    granted,
    request: (address) => {
      requested.push(address);
      return answer();
    },
    remove: async (address, stillUsed) => {
      removed.push({ address, stillUsed });
    },
    requestAll: (addresses) => {
      requested.push(...addresses);
      return answer();
    },
    requestNotifications: answer,
    list: async () => granted,
    revoke: async (pattern) => {
      granted.splice(granted.indexOf(pattern), 1);
      for (const listener of listeners) listener();
    },
    patternOf: (address) => `${URL.parse(address)?.origin}/*`,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
